import type { Either } from 'fp-ts/lib/Either.js'
import { left, right } from 'fp-ts/lib/Either.js'
import { parseConnectionString } from '../adapters/eventstoredb/connection-string.js'
import type { SettingName } from '../cli/environment.js'
import { logLevels } from '../cli/environment.js'
import type { FieldIssue } from '../domain/errors.js'
import { checkTenant } from '../domain/names.js'
import { checkRulesByType } from '../domain/rules.js'

export type Checked = Either<readonly FieldIssue[], unknown>
type Check = (value: unknown, field: string) => Checked

const refuse = (field: string, message: string): Checked => left([{ field, message }])

const text =
  (what: string, isGood: (value: string) => boolean): Check =>
  (value, field) =>
    typeof value === 'string' && isGood(value) ? right(value) : refuse(field, `must be ${what}`)

const integer =
  (least: number, most: number): Check =>
  (value, field) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? right(value)
      : refuse(field, `must be an integer from ${least} to ${most}`)

const isHost = (value: string): boolean => /^[A-Za-z0-9._:-]{1,255}$/.test(value)

const isHttpUrl = (value: string): boolean => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  return (
    (url?.protocol === 'http:' || url?.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  )
}

/** What each option may be, by the value that a file has for it. */
export const checks: { readonly [Name in SettingName]: Check } = {
  dataDir: text('the path of a folder', (value) => value !== '' && !value.includes('\u0000')),
  log: (value, field) => {
    const parsed = typeof value === 'string' ? parseConnectionString(value) : left('must be a text')
    return parsed._tag === 'Right' ? right(value) : refuse(field, parsed.left)
  },
  url: text('an http or https URL without user, query and fragment', isHttpUrl),
  token: text('a token (visible ASCII characters)', (value) => /^[!-~]{1,512}$/.test(value)),
  tenant: (value, field) => {
    if (typeof value !== 'string') return refuse(field, 'must be a text')
    const wrong = checkTenant(value)
    return wrong === undefined ? right(value) : refuse(field, wrong)
  },
  host: text('a host name or an address', isHost),
  port: integer(0, 65_535),
  eventstoredbPort: integer(0, 65_535),
  eventstoredbGuard: text('on or off', (value) => value === 'on' || value === 'off'),
  projections: text('the path of a folder', (value) => value !== '' && !value.includes('\u0000')),
  allowedHosts: (value, field) =>
    Array.isArray(value) && value.every((each) => typeof each === 'string' && isHost(each))
      ? right(value)
      : refuse(field, 'must be host names'),
  logLevel: text(`one of ${logLevels.join(', ')}`, (value) => (logLevels as readonly string[]).includes(value)),
  indexMemory: integer(1, 65_535),
  redactionKey: text('64 hex digits', (value) => /^[0-9a-fA-F]{64}$/.test(value)),
  subjects: (value, field) => checkRulesByType(value, field),
}

/** `a.example, b.example`. */
export const splitHosts = (list: string): readonly string[] =>
  list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
