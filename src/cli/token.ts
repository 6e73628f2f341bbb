import { Command, Option } from 'commander'
import { formatTime } from '../domain/time.js'
import { permissions } from '../ports/authorize.js'
import { parseChoice, parseDuration, parseParty } from './arguments.js'
import type { CommandFactory } from './command.js'
import { example } from './command.js'
import type { TypedOptions } from './common-options.js'
import { settingFlags, textOption, withFolder, withJson, withTenant } from './common-options.js'
import type { Environment, TokenEntry, TokenRequest } from './environment.js'
import { CommandFailure, badInput, exitCodes } from './failure.js'
import { printJson, printList } from './print.js'
import { safeText } from './safe-text.js'
import { showParty, showTime } from './show-values.js'
import type { Column } from './table.js'

export const tokenCommand: CommandFactory = (environment) =>
  new Command('token')
    .description('who may use the server: make, list and revoke bearer tokens (a running server notices)')
    .addHelpText('after', example('annals token create --tenant acme --can read,write --name website'))
    .addCommand(createCommand(environment))
    .addCommand(listCommand(environment))
    .addCommand(revokeCommand(environment))

const createCommand = (environment: Environment): Command =>
  withJson(withFolder(withTenant(new Command('create'))))
    .description('make a token and print it, this once: only its SHA-256 is kept')
    .addOption(new Option('--can <permissions>', `comma-separated: ${permissions.join(', ')}`).makeOptionMandatory())
    .addOption(new Option('--name <name>', 'what it is for').makeOptionMandatory())
    .addOption(new Option('--actor <type/id>', 'who its bearer is: wins over the actor that a request names'))
    .addOption(new Option('--expires <duration>', 'e.g. 90d, 12h (default: never)'))
    .addHelpText('after', example('annals token create --tenant acme --can read,write --name website --expires 90d'))
    .action(async (options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const request = readRequest(options, settings.tenant.value, environment.clock.now())
      const { token, entry } = await environment.tokens(settings.dataDir.value).create(request)
      if (options['json'] === true) return printJson(environment.stdout, { token, ...entry })
      // The token alone on standard output, so that $(annals token create …) is the token.
      await environment.stderr.write(
        `token ${safeText(entry.name)} (${entry.id}) for tenant ${entry.tenant}; it is not shown again:\n`,
      )
      await environment.stdout.write(`${token}\n`)
    })

const maxNameLength = 100

const readRequest = (options: TypedOptions, tenant: string, now: number): TokenRequest => {
  const name = textOption(options, 'name') ?? ''
  if (name.trim() === '' || name.length > maxNameLength)
    return badInput('--name', `must have 1 to ${maxNameLength} characters`)
  const can = (textOption(options, 'can') ?? '')
    .split(',')
    .map((each) => parseChoice(each.trim(), '--can', permissions))
  const actor = textOption(options, 'actor')
  const expires = textOption(options, 'expires')
  return {
    name,
    tenant,
    can: [...new Set(can)],
    ...(actor === undefined ? {} : { actor: parseParty(actor, '--actor') }),
    ...(expires === undefined ? {} : { expiresAt: now + parseDuration(expires, '--expires') }),
  }
}

const listCommand = (environment: Environment): Command =>
  withJson(withFolder(new Command('list')))
    .description('the tokens there are (never the tokens themselves)')
    .addHelpText('after', example('annals token list'))
    .action(async (options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const items = await environment.tokens(settings.dataDir.value).list()
      await printList(environment, {
        items,
        columns: columns(formatTime(environment.clock.now())),
        json: options['json'] === true,
        empty: 'there are no tokens',
      })
    })

const columns = (now: string): readonly Column<TokenEntry>[] => [
  { title: 'id', value: ({ id }) => id },
  { title: 'name', value: ({ name }) => name },
  { title: 'tenant', value: ({ tenant }) => tenant },
  { title: 'can', value: ({ can }) => can.join(',') },
  { title: 'actor', value: ({ actor }) => (actor === undefined ? '' : showParty(actor)) },
  { title: 'created', value: ({ createdAt }) => showTime(createdAt) },
  {
    title: 'expires',
    value: ({ expiresAt }) =>
      expiresAt === undefined ? 'never' : expiresAt <= now ? `expired ${showTime(expiresAt)}` : showTime(expiresAt),
  },
]

const revokeCommand = (environment: Environment): Command =>
  withJson(withFolder(new Command('revoke')))
    .description('make a token worthless from now on')
    .argument('<id-or-name>', 'as "annals token list" shows it')
    .addHelpText('after', example('annals token revoke website'))
    .action(async (idOrName: string, options: TypedOptions) => {
      const settings = await environment.settings(settingFlags(options))
      const revoked = await environment.tokens(settings.dataDir.value).revoke(idOrName)
      if (revoked.length === 0) throw new CommandFailure(`there is no token ${idOrName}`, exitCodes.failed)
      if (options['json'] === true) return printJson(environment.stdout, { revoked })
      for (const { id, name } of revoked) await environment.stdout.write(`revoked ${id} (${safeText(name)})\n`)
    })
