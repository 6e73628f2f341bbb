import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * What belongs to an Annals and not to its log: with another key the same value would be redacted differently, and an event that is sent again would be another one.
 */
const redactionKey = 'redaction.key'
const keyFiles = [redactionKey, 'tokens.json'] as const

/** Whether a folder has a key already that is not that of the other: an Annals has been started on it. */
export const hasAnotherKey = (from: string | undefined, to: string | undefined): boolean => {
  if (from === undefined || to === undefined) return false
  const [source, target] = [join(from, redactionKey), join(to, redactionKey)]
  return existsSync(source) && existsSync(target) && !readFileSync(source).equals(readFileSync(target))
}

/** Copies them (with their mode, 0600) into a folder that has none. */
export const carryKeys = (from: string | undefined, to: string | undefined): void => {
  if (from === undefined || to === undefined || resolve(from) === resolve(to)) return
  for (const name of keyFiles) {
    const [source, target] = [join(from, name), join(to, name)]
    if (!existsSync(source) || existsSync(target)) continue
    // Whole or not at all: what a kill leaves of a key would be taken for one.
    copyFileSync(source, `${target}.part`)
    renameSync(`${target}.part`, target)
  }
}
