import { createReadStream, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { bareInsert, readStoredRows } from './bare-log.js'
import { startAnnals } from './child-process.js'
import { makeEvents } from './events.js'
import { interleaved, perSecond, rateFigure, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'

const batch = 500

/** Lines per second of one big NDJSON body, from the first byte sent to the last receipt read. */
export const bulk: Benchmark = {
  run: (options) =>
    withFolder(async (shared) => {
      const count = options.quick ? 10_000 : 100_000
      const file = join(shared, 'events.ndjson')
      const [events = []] = makeEvents({ count, lanes: 1, subjectsPerLane: 5_000, stepMs: 40 })
      writeFileSync(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
      const upload = (folder: string) => uploadTo(folder, file, count)

      const rows = await withFolder(async (folder) => {
        await upload(folder)
        return readStoredRows(folder)
      })
      const rates = await interleaved(options, options.quick ? 1 : 3, {
        bare: () => withFolder((folder) => bareInsert(folder, rows, batch)),
        annals: () => withFolder(upload),
      })
      const what = `NDJSON bulk, one body of ${count.toLocaleString('en-US')} lines`
      return [rateFigure(what, rates.annals, rates.bare, 0.45, `bare loop, ${batch} rows a commit`)]
    }),
}

/** Events per second of a file's lines in one body to a server on a fresh folder. */
export const uploadTo = async (folder: string, file: string, count: number): Promise<number> => {
  const server = await startAnnals(folder)
  try {
    const startedAt = performance.now()
    const receipts = await postFile(`${server.url}/v1/events`, file)
    const took = performance.now() - startedAt
    if (receipts !== count) throw new Error(`${receipts} receipts for ${count} lines`)
    return perSecond(count, took)
  } finally {
    await server.stop()
  }
}

/** Answers how many receipts came back. */
const postFile = (url: string, file: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' } }, (response) => {
      let receipts = 0
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) if (line.includes('"receipt":')) receipts += 1
      })
      response.on('end', () => resolve(receipts))
      response.on('error', reject)
    })
    sent.on('error', reject)
    createReadStream(file).on('error', reject).pipe(sent)
  })
