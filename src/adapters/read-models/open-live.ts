import * as E from 'fp-ts/lib/Either.js'
import { openFileReader } from './file-reader.js'
import type { FileReader } from './file-reader.js'
import type { Instance, StartInstance } from './instances.js'
import { currentFile, nextFile, pointTo, removeOthers, setAside } from './model-files.js'
import type { ProjectorMessage } from './projector-messages.js'
import type { ReadModelsOptions } from './read-models-options.js'

type Opened = Extract<ProjectorMessage, { readonly _tag: 'Opened' }>

/** The rows in use, and the projector that keeps them up to date. */
export interface OpenedLive {
  readonly instance: Instance
  readonly opened: Opened
  readonly reader: FileReader
  /** Hands on what the instance says from now on, and has said since it was opened. */
  readonly listen: (listener: (message: ProjectorMessage) => void) => void
}

/** Starts on the file in use, or on a new one where there is none that can be gone on with. */
export const openLive = async (options: ReadModelsOptions, start: StartInstance): Promise<OpenedLive> => {
  const { dataDir, indexMaxBytes, onWarning } = options
  const current = currentFile(dataDir)
  removeOthers(dataDir, current)
  if (current !== undefined) {
    const found = await startLive(start, current)
    if (E.isRight(found)) return { ...found.right, reader: openFileReader(dataDir, current, indexMaxBytes) }
    const aside = setAside(dataDir, current)
    onWarning(`The read models in ${current} are built anew: ${found.left}. The file was kept as ${aside}.`)
  }
  const file = nextFile(dataDir)
  const made = await startLive(start, file)
  if (E.isLeft(made)) throw new Error(`The read models cannot be made in ${dataDir}: ${made.left}`)
  pointTo(dataDir, file)
  return { ...made.right, reader: openFileReader(dataDir, file, indexMaxBytes) }
}

/** Left: the file is unusable. Rejects with what else goes wrong before it is open. */
const startLive = async (start: StartInstance, file: string): Promise<E.Either<string, Omit<OpenedLive, 'reader'>>> => {
  const early: ProjectorMessage[] = []
  let hear = (message: ProjectorMessage): void => {
    early.push(message)
    notify()
  }
  let notify = (): void => undefined
  const instance = start({ _tag: 'Live', file }, (message) => hear(message))
  if (early.length === 0) await new Promise<void>((resolve) => (notify = resolve))
  const first = early[0] as ProjectorMessage
  if (first._tag === 'Opened') {
    const listen: OpenedLive['listen'] = (listener) => {
      hear = listener
      for (const message of early.slice(1)) listener(message)
    }
    return E.right({ instance, opened: first, listen })
  }
  await instance.stop()
  if (first._tag === 'Unusable') return E.left(first.reason)
  throw new Error(first._tag === 'Crashed' ? first.reason : `the projector began with ${first._tag}`)
}
