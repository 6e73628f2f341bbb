import { describedStream, isMetadataStream, metadataStreamOf } from '../../ports/reserved-names.js'

/** What the streams of one Annals are called on a server that others use as well. A metadata stream keeps its `$$` in front. */
export interface StreamNames {
  readonly toServer: (stream: string) => string
  /** Undefined for a stream that is not ours. */
  readonly fromServer: (name: string) => string | undefined
  /** A regular expression for the server: our streams, and their metadata streams. */
  readonly ours: string
}

/** Without a prefix all streams are ours but the server's own (`$stats…`) and their metadata. */
const all: StreamNames = {
  toServer: (stream) => stream,
  fromServer: (name) => (anybodys.test(name) ? name : undefined),
  ours: '^(\\$\\$)?[^$]',
}
const anybodys = new RegExp(all.ours)

/** @param prefix see AddressOptions.streamPrefix. */
export const streamNames = (prefix: string | undefined): StreamNames => {
  if (prefix === undefined) return all
  const ofMetadata = metadataStreamOf(prefix)
  return {
    toServer: (stream) => (isMetadataStream(stream) ? ofMetadata + describedStream(stream) : prefix + stream),
    fromServer: (name) =>
      name.startsWith(prefix)
        ? name.slice(prefix.length)
        : name.startsWith(ofMetadata)
          ? metadataStreamOf(name.slice(ofMetadata.length))
          : undefined,
    ours: `^(\\$\\$)?${prefix.replaceAll('.', '\\.')}`,
  }
}
