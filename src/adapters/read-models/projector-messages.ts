import type { ProjectionStatus } from '../../ports/read-models.js'

/** What an instance of the projector is to do. File names are those in the data folder. */
export type ProjectorTask =
  /** Go on with the file in use, or make it where it is not there. */
  | { readonly _tag: 'Live'; readonly file: string }
  /**
   * Make the rows of `targets` anew in `file`, compare them with those in `liveFile`, then follow the log with all projections. The rows
   * of the others are copied; without `copy`, all projections are targets.
   */
  | {
      readonly _tag: 'Build'
      readonly file: string
      readonly liveFile: string | undefined
      readonly targets: readonly string[]
      readonly copy: boolean
    }

/** To an instance. */
export type ProjectorCommand = 'wake' | 'stop'

/** From an instance. All are plain data: they may cross threads. */
export type ProjectorMessage =
  /** The file is open; `stale` projections have no usable rows in it and are to be built. */
  | {
      readonly _tag: 'Opened'
      readonly projections: readonly { readonly name: string; readonly version: number }[]
      readonly stale: readonly string[]
      /** The lowest checkpoint of those that run. */
      readonly position: number
    }
  | { readonly _tag: 'Progress'; readonly position: number; readonly head: number; readonly caughtUp: boolean }
  /** A build's targets, up to where they are compared. */
  | { readonly _tag: 'Building'; readonly position: number; readonly target: number }
  /** The targets are made and compared; from here on the instance follows the log like a live one. */
  | { readonly _tag: 'Built'; readonly results: readonly BuildResult[] }
  | { readonly _tag: 'Failed'; readonly name: string; readonly position: number; readonly error: string }
  | { readonly _tag: 'Stalled'; readonly reason: string | undefined }
  /** The file cannot be gone on with. The instance has ended. */
  | { readonly _tag: 'Unusable'; readonly reason: string }
  /** The instance has ended of itself. */
  | { readonly _tag: 'Crashed'; readonly reason: string }

export interface BuildResult extends Pick<NonNullable<ProjectionStatus['lastRebuild']>, 'rows' | 'differences'> {
  readonly name: string
}
