import type { Connection } from './connection.js'
import { readAllPage } from './read-call.js'

const firstPage = 16
const pageEvents = 512

/**
 * Finds the position of the last event that is ours; -1 where there is none. What was found is kept: the next search ends where the last one began, since the
 * events of the server and of others may be many and ours few. Rejects with the call's error.
 */
export const createHead = (connection: Connection): (() => Promise<number>) => {
  let [searchedTo, own] = [-1, -1]
  return async () => {
    // Another search may have come further by the time that this one's answers are there.
    const before = searchedTo
    let end: number | undefined
    let from: number | undefined
    for (let limit = firstPage; ; limit = pageEvents) {
      const page = await readAllPage(connection, 'backwards', from, limit)
      if (end === undefined) {
        end = page.firstSeen ?? -1
        // A log that has become shorter is another one.
        if (end < before) [searchedTo, own] = [-1, -1]
      }
      const newest = page.events[0]?.position
      const { lastSeen } = page
      if (newest === undefined && !page.ended && lastSeen !== undefined && lastSeen > searchedTo) {
        from = lastSeen
        continue
      }
      own = Math.max(own, newest ?? -1)
      searchedTo = Math.max(searchedTo, end)
      return own
    }
  }
}
