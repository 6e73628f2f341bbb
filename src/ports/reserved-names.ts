/** Names that mean something to every log: EventStoreDB's for a stream's metadata and its end, and the stream of a log's own identity. */

export const metadataEventType = '$metadata'
/** The type of a tombstone: the event that ends its stream for ever. */
export const tombstoneEventType = '$streamDeleted'

/** Holds one event, whose id is the log's, where the log does not keep its identity elsewhere. No subject has a stream of this name. */
export const identityStream = 'annals.log'

const metadataPrefix = '$$'

export const metadataStreamOf = (stream: string): string => `${metadataPrefix}${stream}`
export const isMetadataStream = (stream: string): boolean => stream.startsWith(metadataPrefix)
/** The stream that `$$name` describes. */
export const describedStream = (metadataStream: string): string => metadataStream.slice(metadataPrefix.length)
/** The stream itself, or the one that a metadata stream describes. */
export const describedBy = (stream: string): string => (isMetadataStream(stream) ? describedStream(stream) : stream)
