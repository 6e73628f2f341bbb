import type { Projection } from '../../domain/projection.js'
import type { EventLogReader } from '../../ports/event-log.js'
import type { ProjectorMessage, ProjectorTask } from './projector-messages.js'

/** What an instance of the projector works with, in whatever thread it runs. */
export interface InstanceOptions {
  readonly dataDir: string
  readonly task: ProjectorTask
  readonly log: EventLogReader
  readonly projections: readonly Projection[]
  readonly signal: AbortSignal
  readonly post: (message: ProjectorMessage) => void
}
