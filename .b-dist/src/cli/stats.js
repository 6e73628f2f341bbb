import { Command, Option } from 'commander';
import { limits } from '../domain/limits.js';
import { statsFields, statsIntervals } from '../ports/read-models.js';
import { parseChoice, parseInteger } from './arguments.js';
import { example } from './command.js';
import { settingFlags, textOption, withSource } from './common-options.js';
import { badInput } from './failure.js';
import { readFilters, withFilters } from './filter-options.js';
import { printJson } from './print.js';
import { showCount, showParty, showTime } from './show-values.js';
import { withReading } from './source.js';
import { formatTable } from './table.js';
export const statsCommand = (environment) => withSource(withFilters(new Command('stats')))
    .description('how often: counts by up to two fields, and over time')
    .addOption(new Option('--group-by <fields>', `one or two of ${statsFields.join(', ')}, comma-separated`))
    .addOption(new Option('--interval <interval>', `count over time by ${statsIntervals.join(', ')}`))
    .addOption(new Option('--time-zone <zone>', 'IANA name of the zone that intervals begin in (default: UTC)'))
    .addOption(new Option('--limit <n>', `at most so many groups (default: ${limits.maxPageSize})`))
    .addHelpText('after', example('annals stats --group-by verb,channel --interval day --time-zone Europe/Berlin'))
    .action(async (options) => {
    const interval = textOption(options, 'interval');
    const query = {
        ...readFilters(options),
        groupBy: readGroupBy(textOption(options, 'groupBy')),
        timeZone: readTimeZone(textOption(options, 'timeZone') ?? 'UTC'),
        limit: parseInteger(textOption(options, 'limit') ?? String(limits.maxPageSize), '--limit', 1, limits.maxPageSize),
        ...(interval === undefined ? {} : { interval: parseChoice(interval, '--interval', statsIntervals) }),
    };
    const settings = await environment.settings(settingFlags(options));
    const answer = await withReading(environment, settings, (reading) => reading.stats(query));
    if (options['json'] === true)
        await printJson(environment.stdout, answer);
    else
        await printStats(environment, answer, query.groupBy, interval !== undefined);
});
const readGroupBy = (text) => {
    if (text === undefined)
        return [];
    const fields = text.split(',').map((field) => parseChoice(field.trim(), '--group-by', statsFields));
    if (fields.length > 2 || new Set(fields).size < fields.length)
        return badInput('--group-by', 'takes one or two different fields');
    return fields;
};
const readTimeZone = (zone) => {
    try {
        new Intl.DateTimeFormat('en', { timeZone: zone });
        return zone;
    }
    catch {
        return badInput('--time-zone', `is no IANA time zone: ${JSON.stringify(zone)}`);
    }
};
const printStats = async ({ stdout, stderr }, { items, total, truncated }, groupBy, overTime) => {
    const columns = [
        ...(overTime
            ? [
                {
                    title: 'from',
                    value: (item) => (item.from === undefined ? '' : showTime(item.from)),
                    minWidth: 20,
                },
            ]
            : []),
        ...groupBy.map((field) => ({ title: field, value: (item) => showGroup(item, field) })),
        { title: 'count', value: (item) => showCount(item.count), align: 'right' },
    ];
    if (items.length > 0 && columns.length > 1)
        await stdout.write(formatTable(columns, items, stdout));
    await stdout.write(`total ${showCount(total)}\n`);
    if (truncated === true)
        await stderr.write('there are more groups than these: narrow the filter, or raise --limit\n');
};
const showGroup = (item, field) => field === 'actor' ? (item.actor === undefined ? '' : showParty(item.actor)) : (item[field] ?? '(none)');
//# sourceMappingURL=stats.js.map