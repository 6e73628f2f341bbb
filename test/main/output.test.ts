import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { flushed } from '../../src/main/output.js'

test('what was written is out before a command ends, however slowly it is read', async () => {
  const taken: string[] = []
  const next: (() => void)[] = []
  const slow = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      next.push(() => {
        taken.push(chunk)
        done()
      })
    },
  })
  slow.write('a')
  slow.write('b')
  let isOut = false
  const out = flushed(slow).then(() => (isOut = true))
  while (!isOut) {
    expect(taken).not.toEqual(['a', 'b', ''])
    next.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await out
  expect(taken.join('')).toBe('ab')
})

test('a reader that has gone is not waited for', async () => {
  const broken = new Writable({ write: (_chunk, _encoding, done) => setImmediate(() => done(new Error('EPIPE'))) })
  broken.on('error', () => undefined)
  broken.write('a')
  await flushed(broken)
  await flushed(broken)
  expect(broken.destroyed).toBe(true)
})
