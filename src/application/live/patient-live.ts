import type { AnnalsError } from '../../domain/errors.js'
import type { LiveEvent, LiveStream } from './live-stream.js'

export interface PatientOptions {
  readonly open: (position: number) => Promise<LiveStream>
  /** Throws. */
  readonly fail: (error: AnnalsError) => never
  readonly signal: AbortSignal
}

/** The events of a live stream for a consumer that is waited for: where it was too slow, it goes on with history. */
export async function* patientLive(
  first: LiveStream,
  { open, fail, signal }: PatientOptions,
): AsyncGenerator<LiveEvent, void, undefined> {
  let { position, batches } = first
  while (!signal.aborted) {
    let isSlow = false
    for await (const batch of batches) {
      if (batch._tag === 'Failed') fail(batch.error)
      if (batch._tag === 'Slow') isSlow = true
      if (batch._tag !== 'Events') continue
      for (const event of batch.events) {
        position = event.position
        yield event
      }
    }
    if (!isSlow) return
    ;({ batches } = await open(position))
  }
}
