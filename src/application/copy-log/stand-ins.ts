import type { IdSource } from '../../ports/id-source.js'
import type { NewEvent, RecordedEvent } from '../../ports/event-log.js'
import { metadataEventType } from '../../ports/reserved-names.js'
import { classOf } from './copied-streams.js'

/** The events that a copy writes for want of the source's: in place of those that were cut off, and to cut them off again. */
export interface StandIns {
  readonly placeholder: (stream: string, revision: number) => NewEvent
  /** Metadata that hides the placeholders. */
  readonly cut: (metadataStream: string, revision: number, metadata: Readonly<Record<string, unknown>>) => NewEvent
  /** Whether an event of the target is one of a copy from this source. */
  readonly kindOf: (
    event: Pick<RecordedEvent, 'stream' | 'revision' | 'id' | 'type'>,
  ) => 'placeholder' | 'cut' | undefined
}

const placeholderType = 'annals.copy.placeholder'
const nothing = new Uint8Array(0)
const emptyObject = new TextEncoder().encode('{}')

/**
 * Their ids are made of the source's id, the stream and the revision, so that a copy that goes on writes the same ones, and a copy of a copy takes them for what
 * they are there: events like others. They are not Annals': their metadata says nothing.
 */
export const standInsFor = (sourceLogId: string, ids: Pick<IdSource, 'derive'>): StandIns => {
  const idOf = (kind: string, stream: string, revision: number): string =>
    ids.derive(JSON.stringify(['copy', kind, sourceLogId, stream, revision]))
  return {
    placeholder: (stream, revision) => ({
      id: idOf('placeholder', stream, revision),
      type: classOf({ stream, type: '' }) === 'metadata' ? metadataEventType : placeholderType,
      isJson: true,
      data: emptyObject,
      metadata: nothing,
    }),
    cut: (stream, revision, metadata) => ({
      id: idOf('cut', stream, revision),
      type: metadataEventType,
      isJson: true,
      data: new TextEncoder().encode(JSON.stringify(metadata)),
      metadata: nothing,
    }),
    kindOf: ({ stream, revision, id, type }) => {
      if (type !== placeholderType && type !== metadataEventType) return undefined
      if (id === idOf('placeholder', stream, revision)) return 'placeholder'
      return id === idOf('cut', stream, revision) ? 'cut' : undefined
    },
  }
}
