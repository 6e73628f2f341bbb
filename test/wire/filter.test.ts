import { START, eventTypeFilter, jsonEvent, streamNameFilter } from '@eventstore/db-client'
import type { Filter } from '@eventstore/db-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenEndpoint } from '../support/wire.js'
import { openEndpoint } from '../support/wire.js'

let open: OpenEndpoint
beforeAll(async () => {
  open = await openEndpoint()
  for (const stream of ['order-1', 'order-2', 'x'.repeat(1_000), 'invoice-1'])
    await open.client.appendToStream(stream, [jsonEvent({ type: `${stream.slice(0, 5)}-made`, data: {} })])
})
afterAll(() => open.close())

/** The streams of what is there and passes the filter. */
const read = async (filter: Filter): Promise<readonly string[]> => {
  const streams: string[] = []
  const subscription = open.client.subscribeToAll({ fromPosition: START, filter })
  subscription.once('caughtUp', () => void subscription.unsubscribe())
  for await (const { event } of subscription) streams.push(event?.streamId ?? '')
  return streams
}

describe('a filter by regular expression', () => {
  it.each([
    ['^order-\\d+$', ['order-1', 'order-2']],
    ['^(order|invoice)-1$', ['order-1', 'invoice-1']],
    ['^[^\\$x].*', ['order-1', 'order-2', 'invoice-1']],
    ['', undefined],
  ])('%s selects streams', async (pattern, streams) => {
    if (streams === undefined) await expect(read(streamNameFilter({ regex: pattern }))).resolves.toHaveLength(4)
    else await expect(read(streamNameFilter({ regex: pattern }))).resolves.toEqual(streams)
  })

  it('selects types', async () => {
    await expect(read(eventTypeFilter({ regex: '^invoi' }))).resolves.toEqual(['invoice-1'])
  })

  it.each(['(x+x+)+y', '(x|x)*y', '^(x?){100}x{100}y$'])('%s takes no longer than others', async (regex) => {
    // A backtracking engine would still be at it when the sun burns out.
    await expect(read(streamNameFilter({ regex }))).resolves.toEqual([])
  })

  it.each([
    ['what cannot be read', '('],
    ['lookaround', '(?=order)'],
    ['a back reference', '(a)\\1'],
    ['more repetitions than are good for others', 'x{1000}x{1000}'],
    ['a long text', 'x'.repeat(2_000)],
  ])('refuses %s', async (_what, regex) => {
    await expect(read(streamNameFilter({ regex }))).rejects.toThrow('regular expression')
  })
})
