/**
 * `closing-program slow|failing`: two clients that are closed on SIGTERM. The one is closed at once, the other once a line comes in on the standard input; or its closing fails. Says `ready`, and `closed` once the other one is.
 */
import { once } from 'node:events'
import { setInterval } from 'node:timers'
import { closeOnSignals } from '../../src/main/spool.js'

const nothing = { spooled: 0, lost: 0 }
const isSlow = process.argv[2] === 'slow'

closeOnSignals({
  close: async () => {
    if (!isSlow) throw new Error('its disk is gone')
    await once(process.stdin, 'data')
    process.stdout.write('closed')
    return nothing
  },
})
closeOnSignals({
  close: async () => {
    process.stdout.write('closing')
    return Promise.resolve(nothing)
  },
})
setInterval(() => undefined, 1_000)
process.stdout.write('ready')
