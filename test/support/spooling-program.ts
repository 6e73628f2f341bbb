/**
 * `spooling-program URL FOLDER MODE`: a program with a spool in FOLDER ("-": without one). `soon`: emits 200 events without waiting, says `emitted`, and goes on until a signal ends it. `fill`: emits events of 60 KB one after another, and
 * says of each whether it was taken.
 */
import { setInterval } from 'node:timers'
import { ClientFailure, createClient } from '../../src/client/index.js'
import { closeOnSignals, spool } from '../../src/main/spool.js'

const [url = '', folder = '', mode = ''] = process.argv.slice(2)
const client = createClient({
  url,
  timeoutMs: 1_000,
  retry: { baseMs: 10, maxMs: 50 },
  delivery: { lingerMs: 60_000 },
  ...(folder === '-' ? {} : { whenUnavailable: spool({ folder }) }),
})
const eventOf = (n: number, more = {}) => ({
  subject: { type: 'post', id: '42' },
  actor: { type: 'script', id: 'program' },
  verb: 'post.viewed',
  data: { n, ...more },
})

if (mode === 'soon') {
  closeOnSignals(client, { limitMs: 2_000 })
  for (let n = 0; n < 200; n += 1) client.emitSoon(eventOf(n))
  setInterval(() => undefined, 1_000)
  console.log('emitted')
} else {
  for (let n = 0; n < 20; n += 1) {
    try {
      await client.emit(eventOf(n, { text: 'x'.repeat(60_000) }))
      console.log(`taken ${n}`)
    } catch (failure) {
      const error = failure instanceof ClientFailure ? failure.error : undefined
      console.log(`refused ${n} ${error?._tag ?? String(failure)} ${error?._tag === 'SpoolFull' ? error.reason : ''}`)
    }
  }
  await client.close({ limitMs: 0 })
}
