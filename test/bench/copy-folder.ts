import { cpSync } from 'node:fs'
import { basename } from 'node:path'

/** Copies what a closed data folder was given: all but who owns it and what the projections have made of it. */
export const copyWithoutReadModels = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, filter: (path) => !/^(owner|read-models)[.-]/.test(basename(path)) })
