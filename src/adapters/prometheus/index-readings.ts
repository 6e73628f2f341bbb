import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Reading } from './reading.js'

export const createIndexReadings = (registers: Registry[]): Reading => {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const segments = gauge('annals_feed_index_segments', 'Segments of the feed index.')
  const rows = gauge('annals_feed_index_rows', 'Rows of the feed index, those that are in no segment yet included.')
  const bytes = gauge('annals_feed_index_bytes', 'Size of the segments of the feed index.')
  const clear = (): void => {
    for (const each of [segments, rows, bytes]) each.remove()
  }
  return {
    source: 'feed_index',
    read: async ({ feedIndex }) => {
      const size = await feedIndex()
      if (size === undefined) {
        clear()
        return
      }
      segments.set(size.segments)
      rows.set(size.rows)
      bytes.set(size.bytes)
    },
    clear,
  }
}
