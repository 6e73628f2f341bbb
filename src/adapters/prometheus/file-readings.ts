import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import { dataFileKinds } from '../../ports/metrics.js'
import type { Reading } from './reading.js'

export const createFileReadings = (registers: Registry[]): Reading => {
  const size = new Gauge({
    name: 'annals_file_size_bytes',
    help: 'Size of the files of the data folder; read_models holds the feed index too, and while rows are built anew both files.',
    labelNames: ['file'],
    registers,
  })
  return {
    source: 'files',
    read: async ({ fileSizes }) => {
      const sizes = await fileSizes()
      for (const file of dataFileKinds) size.set({ file }, sizes[file])
    },
    clear: () => size.reset(),
  }
}
