import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { QueryError, ReadModels } from '../../ports/read-models.js'
import { startBuild } from './build-job.js'
import { openFileReader } from './file-reader.js'
import type { FileReader } from './file-reader.js'
import type { StartInstance } from './instances.js'
import { nextFile, pointTo, removeFile } from './model-files.js'
import type { OpenedLive } from './open-live.js'
import { projectionStatuses } from './projection-statuses.js'
import type { ProjectorMessage } from './projector-messages.js'
import type { ReadModelsOptions } from './read-models-options.js'
import { createWaiters } from './waiters.js'

const maxRestartMs = 30_000

/** Answers from the rows in use; starts the projector again where it ends, builds rows anew and switches them in. */
export const ownedModels = (options: ReadModelsOptions, start: StartInstance, live: OpenedLive) => {
  const { dataDir, indexMaxBytes, onWarning } = options
  const known = live.opened.projections
  const waiters = createWaiters()
  const failures = new Map<string, { readonly position: number; readonly error: string }>()
  let { reader, instance } = live
  let position = live.opened.position
  let head = position
  let caughtUp = false
  let stalled: string | undefined
  let stale: ReadonlySet<string> = new Set(live.opened.stale)
  let job: ReturnType<typeof startBuild> | undefined
  /** The old projector ends, so that the new rows can take the place of its own. */
  let stopping: Promise<void> | undefined
  let [liveEnded, closed] = [false, false]
  let restarts = 0
  let restartTimer: NodeJS.Timeout | undefined

  const isClosed = (): boolean => closed

  const hearLive = (message: ProjectorMessage): void => {
    switch (message._tag) {
      case 'Progress':
        ;({ position, head } = message)
        stalled = undefined
        caughtUp ||= message.caughtUp
        restarts = 0
        waiters.reached(position)
        return
      case 'Failed':
        onWarning(`The projection ${message.name} has failed ${message.error}. The others go on.`)
        return
      case 'Stalled':
        stalled = message.reason
        if (stalled !== undefined) onWarning(`The projections wait: ${stalled}`)
        return
      case 'Unusable':
        onWarning(`The read models in ${reader.file} are built anew: ${message.reason}`)
        liveEnded = true
        if (job === undefined) build('all', false)
        else void abandon(job.file, 'the live rows are damaged')
        return
      case 'Crashed':
        onWarning(`The projector has ended and is started again: ${message.reason}`)
        restart()
        return
      case 'Opened':
      case 'Building':
      case 'Built':
        return
    }
  }

  /** A piece a turn, so that nobody waits for all of them. */
  const warmUp = (of: FileReader): void => {
    if (closed || reader !== of) return
    try {
      if (of.queries.warm()) setImmediate(warmUp, of)
    } catch (error) {
      // Whoever asks next is told the same.
      onWarning(`The feed index is not read into memory: ${(error as Error).message}`)
    }
  }

  const restart = (): void =>
    later(() => {
      if (stopping !== undefined) return
      instance = start({ _tag: 'Live', file: reader.file }, hearLive)
    })

  const later = (work: () => void): void => {
    if (closed) return
    restartTimer = setTimeout(work, Math.min(maxRestartMs, 100 * 2 ** restarts))
    restarts++
  }

  /** Builds one projection, several, or all, in a new file. Live rows that are damaged are neither copied nor compared. */
  const build = (targets: 'all' | readonly string[], sound: boolean): void => {
    if (closed || job !== undefined) return
    const names = targets === 'all' ? known.map(({ name }) => name) : targets
    for (const name of names) failures.delete(name)
    const file = nextFile(dataDir)
    const liveFile = sound ? reader.file : undefined
    job = startBuild(
      start,
      { file, liveFile, targets: names, copy: sound && targets !== 'all' },
      {
        onReady: () => void finishSwitch(),
        onBuilt: (results) => {
          for (const { name, differences } of results) {
            if (differences > 0) onWarning(`The rows of ${name} differed from a rebuild in ${differences} places`)
          }
        },
        onFailed: (name, error, at) => {
          failures.set(name, { position: at, error })
          onWarning(`The projection ${name} has failed while it was built ${error}`)
        },
        onEnd: (reason, damaged) => {
          onWarning(`A rebuild was given up: ${reason}`)
          // It may be the live rows that are damaged: then the others' cannot be copied, nor any be compared.
          void abandon(file, reason).then(() => {
            if (damaged && sound) build('all', false)
          })
        },
        onLive: hearLive,
      },
    )
  }

  const abandon = async (file: string, reason: string): Promise<void> => {
    const ended = job
    if (ended?.file !== file) return
    job = undefined
    for (const name of ended.targets) {
      if (!failures.has(name)) failures.set(name, { position: -1, error: reason })
    }
    await ended.instance.stop()
    removeFile(dataDir, file)
    if (liveEnded) later(() => build('all', false))
    else if (stopping !== undefined) restart()
    stopping = undefined
  }

  /** Once the new rows are at the log's end: the old projector stops, and when the new rows are as far as the old ones came, they are read. */
  const finishSwitch = async (): Promise<void> => {
    const ready = job
    if (ready === undefined || closed) return
    clearTimeout(restartTimer)
    stopping ??= instance.stop()
    await stopping
    if (job !== ready || isClosed() || (ready.readyAt() ?? -1) < position) return
    try {
      switchTo(ready)
    } catch (error) {
      onWarning(`A rebuild could not be switched in: ${(error as Error).message}`)
      await abandon(ready.file, (error as Error).message)
    }
  }

  const switchTo = (ready: ReturnType<typeof startBuild>): void => {
    const old = reader
    const next = openFileReader(dataDir, ready.file, indexMaxBytes)
    try {
      pointTo(dataDir, ready.file)
    } catch (error) {
      next.close()
      throw error
    }
    clearTimeout(restartTimer)
    reader = next
    ready.becomeLive()
    instance = ready.instance
    position = Math.max(position, ready.readyAt() ?? -1)
    stale = new Set([...stale].filter((name) => !ready.targets.includes(name) || failures.has(name)))
    caughtUp = true
    liveEnded = false
    stalled = undefined
    stopping = undefined
    job = undefined
    old.close()
    if (options.warmUp === true) warmUp(reader)
    removeFile(dataDir, old.file)
    waiters.reached(position)
  }

  const rebuild =
    (projection: string): TaskEither<QueryError, void> =>
    () => {
      if (closed) return Promise.resolve(E.left(closedError))
      const isKnown = projection === 'all' || known.some(({ name }) => name === projection)
      if (!isKnown) return Promise.resolve(E.left({ _tag: 'UnknownProjection', projection }))
      if (job !== undefined)
        return Promise.resolve(E.left({ _tag: 'RebuildRunning', projection: job.targets[0] ?? '' }))
      build(projection === 'all' || liveEnded ? 'all' : [projection], !liveEnded)
      return Promise.resolve(E.right(undefined))
    }

  /** Rows of another version than the program's cannot answer its queries. */
  const ask =
    <Query extends unknown[], A>(
      needs: string,
      query: (reader: FileReader) => (...args: Query) => TaskEither<QueryError, A>,
    ) =>
    (...args: Query): TaskEither<QueryError, A> =>
    () => {
      if (closed) return Promise.resolve(E.left(closedError))
      if (stale.has(needs)) {
        const failure = failures.get(needs)
        const why = failure === undefined ? 'are being built' : `could not be built: ${failure.error}`
        return Promise.resolve(E.left(unavailable(`the rows of ${needs} ${why}`)))
      }
      return query(reader)(...args)()
    }

  const readModels: ReadModels = {
    activity: ask('activity', ({ queries }) => queries.activity),
    stats: ask('activity', ({ queries }) => queries.stats),
    facets: ask('activity', ({ queries }) => queries.facets),
    subjects: ask('subjects', ({ queries }) => queries.subjects),
    transaction: ask('transactions', ({ queries }) => queries.transaction),
    calls: ask('calls', ({ queries }) => queries.calls),
    rows: (query) => ask(query.projection, ({ queries }) => queries.rows)(query),
    feedIndexSize: ask('activity', ({ queries }) => queries.feedIndexSize),
    status: () =>
      projectionStatuses({
        known,
        stored: closed ? new Map() : reader.projections(),
        head,
        caughtUp,
        stalled,
        job,
        failures,
      }),
    waitFor: (wanted, timeoutMs) => (closed ? Promise.resolve(false) : waiters.wait(wanted, timeoutMs)),
    rebuild,
  }

  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    clearTimeout(restartTimer)
    waiters.close()
    const building = job
    // The writer is the last to close its file, so that the whole WAL goes into it.
    reader.close()
    await Promise.all([instance.stop(), building?.instance.stop()])
    if (building !== undefined && existsSync(join(dataDir, building.file))) removeFile(dataDir, building.file)
  }

  waiters.reached(position)
  live.listen(hearLive)
  if (live.opened.stale.length > 0) build(live.opened.stale, true)
  if (options.warmUp === true) warmUp(reader)
  return {
    readModels,
    close,
    wake: () => {
      instance.wake()
      job?.instance.wake()
    },
  }
}

const unavailable = (reason: string): QueryError => ({ _tag: 'ReadModelUnavailable', reason })
const closedError = unavailable('the read models are closed')
