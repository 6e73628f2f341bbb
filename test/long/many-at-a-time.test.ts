import { expect, test } from 'vitest'
import type { EmitInput } from '../../src/client/index.js'
import { serverWithFaults } from '../client/support/server-with-faults.js'

const actor = { type: 'user', id: 'ada' }
const eventOf = (n: number): EmitInput => ({ subject: { type: 'post', id: String(n) }, actor, verb: 'post.viewed' })

test('ten thousand emits through HTTP: no more under way than allowed, each stored once', async () => {
  let underWay = 0
  let most = 0
  const { annals, client } = await serverWithFaults(undefined, { threads: 'worker' })
  const counting: typeof fetch = async (...request) => {
    most = Math.max(most, ++underWay)
    try {
      return await fetch(...request)
    } finally {
      underWay--
    }
  }
  const it = client({ maxInFlight: 16, fetch: counting })
  const recorded = await Promise.all(Array.from({ length: 10_000 }, (_, n) => it.emit(eventOf(n % 100))))
  expect(most).toBe(16)
  expect(new Set(recorded.map(({ id }) => id)).size).toBe(10_000)
  const positions = recorded.map((each) => ('position' in each ? Number(each.position) : -1))
  await annals.waitFor(String(Math.max(...positions)))
  expect((await annals.stats()).total).toBe(10_000)
}, 600_000)
