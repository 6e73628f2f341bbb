/**
 * `spooling-emitter URL FOLDER RUN FROM COUNT`: emits so many events through a spool, some at a time, and writes a line with the id and the number of each that was acknowledged. Then `done`, and, once all are delivered, `flushed`.
 */
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '../../src/client/index.js'
import { spool } from '../../src/main/spool.js'

const [url = '', folder = '', run = '0', from = '0', count = '0'] = process.argv.slice(2)
const client = createClient({
  url,
  whenUnavailable: spool({ folder, maxBytes: 4 * 1024 * 1024 }),
  timeoutMs: 1_000,
  retry: { baseMs: 5, maxMs: 50 },
  delivery: { whenFull: 'wait', maxEvents: 50 },
})
const tell = (line: string): void => void writeSync(1, `${line}\n`)

const subjects = 20
let last: Promise<unknown>[] = []
for (let n = Number(from); n < Number(from) + Number(count); n += 1) {
  const id = randomUUID()
  const event = {
    id,
    subject: { type: 'order', id: String(n % subjects) },
    actor: { type: 'service', id: 'emitter' },
    verb: 'order.viewed',
    data: { run: Number(run), n },
  }
  last.push(client.emit(event).then(() => tell(`${id} ${n}`)))
  if (last.length >= 25) {
    if (n % 50 === 0) await Promise.all(last)
    last = last.slice(-25)
    await sleep(n % 3)
  }
}
await Promise.all(last)
tell('done')
while ((await client.flush({ limitMs: 1_000 })).left > 0) tell(`left ${JSON.stringify(client.backlog())}`)
tell(`flushed ${JSON.stringify(client.backlog())}`)
await client.close()
