import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import type { Party } from '../../domain/event.js'
import { checkId, checkTenant, checkType } from '../../domain/names.js'
import type { Permission } from '../../ports/authorize.js'
import { permissions } from '../../ports/authorize.js'

/** One token of `tokens.json`: `{ "annals": 1, "tokens": [ … ] }`. */
export interface TokenRecord {
  /** 12 hex digits: names it to people. */
  readonly id: string
  readonly name: string
  /** Of the token, in lower-case hex. */
  readonly sha256: string
  readonly tenant: string
  readonly can: readonly Permission[]
  readonly actor?: Party
  /** RFC 3339, UTC with milliseconds. */
  readonly createdAt: string
  readonly expiresAt?: string
}

/** The tokens of a file; none where there is no file. Throws where it is not such a file. */
export const readTokenFile = (file: string): readonly TokenRecord[] => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const records = decodeFile(text)
  if (records === undefined) throw new Error(`${file} is damaged, or was written by a newer version: no token is taken`)
  return records
}

const decodeFile = (text: string): readonly TokenRecord[] | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isObject(value) || value['annals'] !== 1 || !Array.isArray(value['tokens'])) return undefined
  const records = value['tokens'] as readonly unknown[]
  return records.every(isRecord) ? records : undefined
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTime = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)

const isRecord = (value: unknown): value is TokenRecord =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  typeof value['name'] === 'string' &&
  typeof value['sha256'] === 'string' &&
  /^[0-9a-f]{64}$/.test(value['sha256']) &&
  typeof value['tenant'] === 'string' &&
  checkTenant(value['tenant']) === undefined &&
  Array.isArray(value['can']) &&
  value['can'].every((each) => permissions.includes(each as Permission)) &&
  (value['actor'] === undefined || isParty(value['actor'])) &&
  isTime(value['createdAt']) &&
  (value['expiresAt'] === undefined || isTime(value['expiresAt']))

const isParty = (value: unknown): boolean =>
  isObject(value) &&
  typeof value['type'] === 'string' &&
  checkType(value['type']) === undefined &&
  typeof value['id'] === 'string' &&
  checkId(value['id']) === undefined &&
  (value['name'] === undefined || typeof value['name'] === 'string')

/**
 * Replaces the file by what `change` makes of its tokens (mode 0600, on disk before it takes the old one's place). Processes that
 * do so at the same time take turns.
 */
export const updateTokenFile = async (
  file: string,
  change: (records: readonly TokenRecord[]) => readonly TokenRecord[],
): Promise<void> => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const release = await takeTurn(`${file}.lock`)
  try {
    const before = readTokenFile(file)
    const after = change(before)
    if (after !== before) replaceFile(file, `${JSON.stringify({ annals: 1, tokens: after }, null, 2)}\n`)
  } finally {
    release()
  }
}

const replaceFile = (file: string, text: string): void => {
  const fresh = `${file}.${randomBytes(6).toString('hex')}.new`
  try {
    const descriptor = openSync(fresh, 'wx', 0o600)
    try {
      writeSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(fresh, file)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
  const folder = openSync(dirname(file), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

const retryEveryMs = 20
const waitAtMostMs = 5_000
/** A turn takes milliseconds: a lock this old was left behind by a process that was killed. */
const staleAfterMs = 3_000

const takeTurn = async (lock: string): Promise<() => void> => {
  const giveUpAt = Date.now() + waitAtMostMs
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600))
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const stat = statSync(lock, { throwIfNoEntry: false })
    if (stat !== undefined && Date.now() - stat.mtimeMs > staleAfterMs) rmSync(lock, { force: true })
    else if (Date.now() > giveUpAt) throw new Error(`${lock} is held by another process`)
    else await new Promise((resolve) => setTimeout(resolve, retryEveryMs))
  }
}
