import type { Instance, StartInstance } from './instances.js'
import type { BuildResult, ProjectorMessage } from './projector-messages.js'

/** A rebuild beside the live rows, from its start until the switch. */
export interface BuildJob {
  readonly file: string
  readonly targets: readonly string[]
  readonly instance: Instance
  /** How far the targets are, and where they are compared. */
  readonly progress: () => { readonly position: number; readonly target: number }
  /** The lowest checkpoint of its file, once the targets are built and it has read to the log's end; undefined before. */
  readonly readyAt: () => number | undefined
}

export interface BuildJobEvents {
  /** It has got further: `readyAt` may have changed. */
  readonly onReady: () => void
  readonly onBuilt: (results: readonly BuildResult[]) => void
  readonly onFailed: (name: string, error: string, position: number) => void
  /** It ended of itself, before the switch; `damaged`: a file that it reads or writes is. */
  readonly onEnd: (reason: string, damaged: boolean) => void
  /** What it says once it is the live one. */
  readonly onLive: (message: ProjectorMessage) => void
}

export const startBuild = (
  start: StartInstance,
  build: {
    readonly file: string
    readonly liveFile: string | undefined
    readonly targets: readonly string[]
    readonly copy: boolean
  },
  events: BuildJobEvents,
): BuildJob & { readonly becomeLive: () => void } => {
  let progress = { position: -1, target: -1 }
  let [built, live] = [false, false]
  let readyAt: number | undefined
  const hear = (message: ProjectorMessage): void => {
    if (live) {
      events.onLive(message)
      return
    }
    switch (message._tag) {
      case 'Building':
        progress = { position: message.position, target: message.target }
        return
      case 'Built':
        built = true
        events.onBuilt(message.results)
        return
      case 'Progress':
        if (!built || (!message.caughtUp && readyAt === undefined)) return
        readyAt = message.position
        events.onReady()
        return
      case 'Failed':
        events.onFailed(message.name, message.error, message.position)
        return
      case 'Unusable':
      case 'Crashed':
        events.onEnd(message.reason, message._tag === 'Unusable')
        return
      case 'Opened':
      case 'Stalled':
        return
    }
  }
  const instance = start({ _tag: 'Build', ...build }, hear)
  return {
    file: build.file,
    targets: build.targets,
    instance,
    progress: () => progress,
    readyAt: () => readyAt,
    becomeLive: () => {
      live = true
    },
  }
}
