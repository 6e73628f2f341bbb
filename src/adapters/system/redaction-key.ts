import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const keyBytes = 32

/**
 * Reads the data folder's redaction key (`redaction.key`: 32 bytes as hex), or makes it (mode 0600). Only the owner of the folder may call it.
 * Throws when the file is there but is no such key: a new key would make equal values look different.
 */
export const loadRedactionKey = (dataDir: string): Uint8Array => {
  const file = join(dataDir, 'redaction.key')
  return readKey(file) ?? makeKey(file)
}

/** Decodes a configured key: 64 hex digits. Undefined when it is not one. */
export const parseRedactionKey = (text: string): Uint8Array | undefined =>
  /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : undefined

const readKey = (file: string): Uint8Array | undefined => {
  let text: string
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const key = parseRedactionKey(text)
  if (key === undefined) throw new Error(`${file} is not a redaction key (64 hex digits)`)
  return key
}

// Written aside and renamed: half a key, left by a crash or a full disk, would keep the folder from being opened ever again.
const makeKey = (file: string): Uint8Array => {
  const key = randomBytes(keyBytes)
  const aside = `${file}.new`
  withDescriptor(openSync(aside, 'w', 0o600), (descriptor) => {
    writeSync(descriptor, `${key.toString('hex')}\n`)
    fsyncSync(descriptor)
  })
  renameSync(aside, file)
  withDescriptor(openSync(dirname(file), 'r'), fsyncSync)
  return key
}

const withDescriptor = (descriptor: number, work: (descriptor: number) => void): void => {
  try {
    work(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
