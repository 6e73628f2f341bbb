import * as E from 'fp-ts/lib/Either.js'
import { backupLog } from '../adapters/embedded/backup.js'
import type { Backup } from '../adapters/embedded/backup.js'
import { invalidInput } from '../domain/errors.js'
import { AnnalsFailure } from './annals-failure.js'

/** Copies a data folder's log into a new file, beside its owner. Rejects with an AnnalsFailure where the file is there already. */
export const backupFolder = async (options: { readonly dataDir: string; readonly file: string }): Promise<Backup> => {
  const copied = await backupLog(options)()
  if (E.isRight(copied)) return copied.right
  if (copied.left._tag === 'FileExists')
    throw new AnnalsFailure(invalidInput('FILE', `${copied.left.file} is there already`))
  throw new Error(`the backup failed: ${copied.left.reason}`)
}
