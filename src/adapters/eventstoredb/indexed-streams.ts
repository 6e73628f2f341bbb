import { idIndexFile, openIdIndex } from './id-index.js'

/** The names of all streams that a data folder has seen of its log, tombstoned ones included, in any order. @throws Error where there is no id index. */
export function* indexedStreams(dataDir: string): Generator<string, void, undefined> {
  const index = openIdIndex(idIndexFile(dataDir), 'read')
  try {
    yield* index.db.prepare<[], string>('SELECT name FROM streams').pluck().iterate()
  } finally {
    index.close()
  }
}
