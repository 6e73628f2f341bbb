import * as E from 'fp-ts/lib/Either.js';
import { limits } from '../domain/limits.js';
import { eventCommand } from './emit.js';
/** Stores an array of events, as `Operations.emitMany` says: every item is decoded and decided before anything is appended. */
export const emitMany = (ports) => (tenant, input) => async () => {
    const commands = decodeItems(ports, tenant, input);
    return E.isLeft(commands) ? commands : ports.writer.submit(tenant, commands.right);
};
const decodeItems = (ports, tenant, input) => {
    if (!Array.isArray(input) || input.length === 0)
        return refuse('', 'must be an array of at least one event');
    if (input.length > limits.maxArrayEvents) {
        return refuse('', `must be at most ${limits.maxArrayEvents} events (${input.length} given)`);
    }
    const commands = [];
    const issues = [];
    for (const [index, item] of input.entries()) {
        const command = eventCommand(ports, tenant, item);
        if (E.isRight(command))
            commands.push(command.right);
        else if (command.left._tag === 'InvalidInput')
            issues.push(...inItem(command.left.issues, index));
        else
            return E.left({ ...command.left, item: index });
        if (issues.length >= limits.maxIssues)
            break;
    }
    return issues.length > 0 ? E.left({ _tag: 'InvalidInput', issues: issues.slice(0, limits.maxIssues) }) : E.right(commands);
};
const inItem = (issues, index) => issues.map(({ field, message }) => ({ field: `/${index}${field}`, message }));
const refuse = (field, message) => E.left({ _tag: 'InvalidInput', issues: [{ field, message }] });
//# sourceMappingURL=emit-many.js.map