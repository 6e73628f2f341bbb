import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CommandFailure, badInput, exitCodes } from '../cli/failure.js'
import type { ConfigSources } from './config.js'

const defaultFile = 'annals.config.json'

/**
 * Reads the configuration file: the one that was named, or `annals.config.json` in the working directory where there is one. Paths in it are
 * taken from the file's own folder.
 */
export const readConfigFile = (named: string | undefined): ConfigSources['file'] => {
  const name = named ?? defaultFile
  let text: string
  try {
    text = readFileSync(name, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && named === undefined) return undefined
    throw new CommandFailure(`--config: cannot read ${name}: ${code ?? message}`, exitCodes.badInput)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return badInput(name, `is not JSON: ${(error as Error).message}`)
  }
  return { name, value: withResolvedPaths(value, dirname(resolve(name))) }
}

const withResolvedPaths = (value: unknown, folder: string): unknown => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  // By entries, so that a key such as __proto__ stays one and is refused like any unknown key.
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, each]) => [
      key,
      (key === 'dataDir' || key === 'projections') && typeof each === 'string' && each !== ''
        ? resolve(folder, each)
        : each,
    ]),
  )
}
