import * as E from 'fp-ts/lib/Either.js'

/** What a connection string says. */
export interface ServerAddress {
  /** `esdb+discover`: the host is a name that a DNS server resolves to the nodes of a cluster. */
  readonly discover: boolean
  /** At least one; more than one is a cluster. */
  readonly hosts: readonly { readonly address: string; readonly port: number }[]
  readonly credentials?: { readonly username: string; readonly password: string }
  readonly options: AddressOptions
}

export interface AddressOptions {
  readonly tls?: boolean
  readonly tlsCAFile?: string
  readonly userCertFile?: string
  readonly userKeyFile?: string
  readonly nodePreference?: NodePreference
  readonly maxDiscoverAttempts?: number
  /** ms. */
  readonly discoveryInterval?: number
  /** Seconds. */
  readonly gossipTimeout?: number
  /** ms; -1 switches it off. */
  readonly keepAliveInterval?: number
  readonly keepAliveTimeout?: number
  /** ms that one attempt of an append may take. */
  readonly defaultDeadline?: number
  readonly connectionName?: string
  /**
   * Ours, not the clients': put before the name of every stream, so that others can use the same server. It ends in a slash and has none before, nor a colon, so that no
   * prefix begins with another, and no stream of an Annals without one looks like having one.
   */
  readonly streamPrefix?: string
}

const nodePreferences = ['leader', 'follower', 'read_only_replica', 'random'] as const
export type NodePreference = (typeof nodePreferences)[number]

const defaultPort = 2113

/**
 * Reads `esdb://user:password@host:port,host:port?key=value` as EventStoreDB's clients do, but refuses what they would pass over with a warning
 * (which prints the string, password included). Left: what is wrong, for people, without any part of the string, since each could be a secret that was mistyped.
 */
export const parseConnectionString = (text: string): E.Either<string, ServerAddress> => {
  const parts = /^(esdb|esdb\+discover):\/\/([^/?]*)\/*(?:\?(.*))?$/.exec(text.trim())
  if (parts === null) return E.left('must be esdb://HOST:PORT?OPTION=VALUE or esdb+discover://…')
  const [, scheme, authority = '', query = ''] = parts
  const at = authority.lastIndexOf('@')
  const credentials = at < 0 ? E.right(undefined) : parseCredentials(authority.slice(0, at))
  if (E.isLeft(credentials)) return credentials
  const hosts = parseHosts(authority.slice(at + 1))
  if (E.isLeft(hosts)) return hosts
  if (scheme === 'esdb+discover' && hosts.right.length > 1)
    return E.left('must name one host where the scheme is esdb+discover')
  const options = parseOptions(query)
  if (E.isLeft(options)) return options
  if ((options.right.userCertFile === undefined) !== (options.right.userKeyFile === undefined))
    return E.left('must have userCertFile and userKeyFile together')
  return E.right({
    discover: scheme === 'esdb+discover',
    hosts: hosts.right,
    ...(credentials.right === undefined ? {} : { credentials: credentials.right }),
    options: options.right,
  })
}

/** The hosts alone, e.g. `node-1:2113,node-2:2113`: what may be shown. */
export const shownHosts = ({ hosts }: ServerAddress): string =>
  hosts.map(({ address, port }) => `${address}:${port}`).join(',')

const parseCredentials = (text: string): E.Either<string, ServerAddress['credentials']> => {
  const [username, password, ...rest] = text.split(':').map(decoded)
  return username === undefined || username === '' || password === undefined || rest.length > 0
    ? E.left('must have user:password before the @, with %XX for what is special in a URL')
    : E.right({ username, password })
}

const parseHosts = (text: string): E.Either<string, ServerAddress['hosts']> => {
  const hosts = []
  for (const [at, each] of text.split(',').entries()) {
    const [, address, port] = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?$/.exec(each.trim()) ?? []
    if (address === undefined) return E.left(`must have a host name or an address, and a port, as host ${at + 1}`)
    const number = port === undefined ? defaultPort : Number(port)
    if (number < 1 || number > 65_535) return E.left(`must have a port from 1 to 65535 for host ${at + 1}`)
    hosts.push({ address, port: number })
  }
  return E.right(hosts)
}

type Check = (value: string) => AddressOptions[keyof AddressOptions]
interface OptionRule {
  readonly must: string
  /** Undefined where the value is none. */
  readonly read: Check
}

const truth: OptionRule = {
  must: 'be true or false',
  read: (value) => (value === 'true' ? true : value === 'false' ? false : undefined),
}
const text: OptionRule = { must: 'not be empty', read: (value) => (value === '' ? undefined : value) }
const integer = (least: number, most: number, orMinusOne = false): OptionRule => ({
  must: `be an integer from ${least} to ${most}${orMinusOne ? ', or -1' : ''}`,
  read: (value) => {
    const number = /^-?\d{1,9}$/.test(value) ? Number(value) : undefined
    if (number === undefined || (number === -1 && orMinusOne)) return number
    return number >= least && number <= most ? number : undefined
  },
})

const rules: { readonly [Name in keyof AddressOptions]-?: OptionRule } = {
  tls: truth,
  tlsCAFile: text,
  userCertFile: text,
  userKeyFile: text,
  nodePreference: {
    must: `be one of ${nodePreferences.join(', ')}`,
    read: (value) => nodePreferences.find((each) => flat(each) === flat(value)),
  },
  maxDiscoverAttempts: integer(1, 1_000),
  discoveryInterval: integer(1, 60_000),
  gossipTimeout: integer(1, 60),
  keepAliveInterval: integer(10_000, 3_600_000, true),
  keepAliveTimeout: integer(1_000, 3_600_000, true),
  defaultDeadline: integer(100, 60_000),
  connectionName: text,
  streamPrefix: {
    must: 'be 1 to 63 letters, digits, dots, hyphens or underscores, a letter first, and a slash',
    read: (value) => (/^[A-Za-z][A-Za-z0-9_.-]{0,62}\/$/.test(value) ? value : undefined),
  },
}

/** Names are taken as the clients take them: without regard to case, `-` and `_`. */
const flat = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '')
const names = Object.keys(rules) as readonly (keyof AddressOptions)[]

const parseOptions = (query: string): E.Either<string, AddressOptions> => {
  const options: Partial<Record<keyof AddressOptions, AddressOptions[keyof AddressOptions]>> = {}
  for (const [at, pair] of query.split('&').entries()) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const key = flat(equals < 0 ? pair : pair.slice(0, equals))
    const name = names.find((each) => flat(each) === key)
    const value = equals < 0 ? undefined : decoded(pair.slice(equals + 1).trim())
    if (key === flat('tlsVerifyCert') && value !== 'true')
      return E.left('cannot have tlsVerifyCert=false: name the authority with tlsCAFile')
    if (key === flat('tlsVerifyCert')) continue
    if (name === undefined) return E.left(`has an unknown option, number ${at + 1}; there are ${names.join(', ')}`)
    const read = value === undefined ? undefined : rules[name].read(value)
    if (read === undefined) return E.left(`has the option ${name}, which must ${rules[name].must}`)
    options[name] = read
  }
  return E.right(options as AddressOptions)
}

const decoded = (part: string): string | undefined => {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
