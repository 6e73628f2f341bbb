import type { RecordedEvent } from '../../ports/event-log.js'

/** Whether two events are one and the same but for their position and when they were stored. */
export const isCopyOf = (one: RecordedEvent, other: RecordedEvent): boolean =>
  one.stream === other.stream &&
  one.revision === other.revision &&
  one.id === other.id &&
  one.type === other.type &&
  one.isJson === other.isJson &&
  sameBytes(one.data, other.data) &&
  sameBytes(one.metadata, other.metadata)

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && one.every((byte, at) => byte === other[at])
