import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** `read-models.json` names the file that is read: `{ "file": "read-models-3.db" }`. All others like it are left over from a rebuild. */
const pointerName = 'read-models.json'
const filePattern = /^read-models-(\d+)\.db$/
const leftOverPattern = /^read-models-\d+\.db(?:-wal|-shm|-journal)?$/

/** The name of the file in use; undefined where there is none, or where it has been deleted. */
export const currentFile = (dataDir: string): string | undefined => {
  const file = readPointer(dataDir)
  return file !== undefined && existsSync(join(dataDir, file)) ? file : undefined
}

const readPointer = (dataDir: string): string | undefined => {
  let text: string
  try {
    text = readFileSync(join(dataDir, pointerName), 'utf8')
  } catch {
    return undefined
  }
  try {
    const { file } = JSON.parse(text) as { readonly file?: unknown }
    return typeof file === 'string' && filePattern.test(file) ? file : undefined
  } catch {
    return undefined
  }
}

/** Makes a file the one in use: the pointer is replaced in one step, and durable before this returns. */
export const pointTo = (dataDir: string, file: string): void => {
  const pointer = join(dataDir, pointerName)
  const temporary = `${pointer}.new`
  const handle = openSync(temporary, 'w', 0o600)
  try {
    writeSync(handle, `${JSON.stringify({ file })}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(temporary, pointer)
  syncPath(dataDir)
}

/** Makes a file's bytes durable. For databases that no handle of this process is open on: closing drops the process's locks on a file. */
export const syncPath = (path: string): void => {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A name that no file has, nor the pointer. */
export const nextFile = (dataDir: string): string => {
  const names = [...readdirSync(dataDir), readPointer(dataDir) ?? '']
  const numbers = names.map((name) => Number(filePattern.exec(name)?.[1] ?? 0))
  return `read-models-${Math.max(0, ...numbers) + 1}.db`
}

/** Removes what rebuilds that were cut short have left: every read-model file but `keep`. */
export const removeOthers = (dataDir: string, keep: string | undefined): void => {
  for (const name of readdirSync(dataDir)) {
    if (leftOverPattern.test(name) && (keep === undefined || !name.startsWith(keep))) {
      rmSync(join(dataDir, name), { force: true })
    }
  }
}

/** Removes one file with what SQLite keeps beside it. */
export const removeFile = (dataDir: string, file: string): void => {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(join(dataDir, `${file}${suffix}`), { force: true })
}

/** Keeps a file that cannot be gone on with, for whoever wants to look at it; the one set aside before is replaced. @returns its new name */
export const setAside = (dataDir: string, file: string): string => {
  const name = 'read-models.unusable'
  rmSync(join(dataDir, name), { force: true })
  if (existsSync(join(dataDir, file))) renameSync(join(dataDir, file), join(dataDir, name))
  removeFile(dataDir, file)
  return name
}
