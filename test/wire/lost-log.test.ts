import { START, jsonEvent } from '@eventstore/db-client'
import { afterEach, describe, expect, it } from 'vitest'
import { openEmbeddedLog } from '../../src/adapters/embedded/embedded-log.js'
import { freshFolder } from '../support/embedded.js'
import type { OpenEndpoint } from '../support/wire.js'
import { openEndpoint } from '../support/wire.js'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

/** An endpoint over a real log, whose followers end with an error when told to. */
const openBreakable = async (): Promise<OpenEndpoint & { readonly lose: () => void; readonly warnings: string[] }> => {
  const { dataDir, remove } = await freshFolder()
  endings.push(remove)
  const log = await openEmbeddedLog({ dataDir, thread: 'in-thread' })
  endings.push(() => log.close())
  let breaking = new AbortController()
  const warnings: string[] = []
  const open = await openEndpoint({
    eventLog: {
      ...log,
      follow: async function* (options) {
        const lost = breaking.signal
        const signal = AbortSignal.any([options.signal, lost])
        yield* log.follow({ ...options, signal })
        if (lost.aborted) throw new Error('lost', { cause: { _tag: 'LogUnavailable', reason: 'the disk is gone' } })
      },
    },
    onWarning: (warning) => warnings.push(warning),
  })
  endings.push(() => open.close())
  return {
    ...open,
    warnings,
    lose: () => {
      breaking.abort()
      breaking = new AbortController()
    },
  }
}

describe('a log that cannot be followed any more', () => {
  it('ends the subscriptions to streams, and the next ones begin anew', async () => {
    const { client, lose, warnings } = await openBreakable()
    const append = (n: number) => client.appendToStream('s', jsonEvent({ type: 'thing-happened', data: { n } }))
    await append(0)
    await append(1)
    const seen = async (): Promise<string> => {
      const subscription = client.subscribeToStream<{ type: string; data: { n: number } }>('s', { fromRevision: START })
      const numbers: number[] = []
      try {
        for await (const { event } of subscription) {
          numbers.push(event?.data.n ?? -1)
          if (numbers.length === 2) lose()
        }
        return `ended after ${numbers.join()}`
      } catch (error) {
        return `${String(error)} after ${numbers.join()}`
      }
    }
    await expect(seen()).resolves.toMatch(/^Error: 14 UNAVAILABLE: .* after 0,1$/)
    expect(warnings).toHaveLength(1)
    await expect(seen()).resolves.toMatch(/^Error: 14 UNAVAILABLE: .* after 0,1$/)
    expect(warnings).toHaveLength(2)
  })
})
