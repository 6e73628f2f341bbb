import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const isReadModel = (file: string): boolean => file.startsWith('read-models')

export const hasReadModels = (dataDir: string): boolean => readdirSync(dataDir).includes('read-models.json')

export const removeReadModels = (dataDir: string): void => {
  for (const file of readModelFiles(dataDir)) rmSync(file)
}

export const readModelFiles = (dataDir: string): readonly string[] =>
  readdirSync(dataDir)
    .filter(isReadModel)
    .map((file) => join(dataDir, file))

/** In bytes, with what SQLite keeps beside its files. */
export const logBytes = (dataDir: string): number => sizeOf(dataDir, (file) => file.startsWith('log.db'))
export const readModelBytes = (dataDir: string): number => sizeOf(dataDir, isReadModel)

const sizeOf = (dataDir: string, wanted: (file: string) => boolean): number =>
  readdirSync(dataDir)
    .filter(wanted)
    .reduce((sum, file) => sum + statSync(join(dataDir, file)).size, 0)

/** The files in a folder and the folders in it that have more than a few pages. */
export const largeFilesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).size >= 65_536)
