// Opens the log of a data folder as a program of its own, appends from many places at once, and writes each acknowledged id to
// its output. It never ends by itself: the test kills it.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'

const [, , dataDir = '', emitters = '16'] = process.argv
const log = await openEmbeddedLog({ dataDir, thread: 'worker' })

const emit = async (emitter: number): Promise<never> => {
  const data = Buffer.from(JSON.stringify({ emitter, text: 'x'.repeat(300) }))
  for (;;) {
    const ids = [randomUUID(), randomUUID()]
    const events = ids.map((id) => ({ id, type: 'killed.not', isJson: true, data, metadata: Buffer.alloc(0) }))
    const result = await log.append([{ stream: `emitter-${emitter}`, expected: 'any', events }])()
    if (result._tag === 'Right') writeSync(1, `${ids.join('\n')}\n`)
  }
}
await Promise.all(Array.from({ length: Number(emitters) }, (_, emitter) => emit(emitter)))
