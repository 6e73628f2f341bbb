// Keeps the rows of a data folder up to date as a program of its own, and writes each checkpoint to its output. It never ends by itself: the
// test kills it.
import { writeSync } from 'node:fs'
import { openEmbeddedReader } from '../../src/adapters/embedded/embedded-reader.js'
import { runInstance } from '../../src/adapters/read-models/projector-instance.js'
import { builtInProjections } from '../../src/main/built-in-projections.js'

const [, , dataDir = '', file = ''] = process.argv
setInterval(() => undefined, 1_000)
await runInstance({
  dataDir,
  task: { _tag: 'Live', file },
  log: openEmbeddedReader({ dataDir }),
  projections: builtInProjections,
  signal: new AbortController().signal,
  post: (message) => {
    if (message._tag === 'Progress') writeSync(1, `${message.position}\n`)
  },
})
