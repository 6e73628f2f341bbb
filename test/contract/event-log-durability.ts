import { describe, expect, test } from 'vitest'
import { freshStream, given, left, newEvents, readBehind, readForwards, right } from '../support/event-log-fixtures.js'
import type { LogUnderTest } from './event-log.contract.js'

export const durabilityContract = (makeLog: () => Promise<LogUnderTest>): void => {
  describe('durability', () => {
    test('what was acknowledged is there after a restart, in the same places, and everything goes on from it', async () => {
      const made = await makeLog()
      const { log } = made
      const before = await right(log.head())
      const [stream, ended, kept] = [freshStream(), freshStream(), freshStream()]
      const events = newEvents(5)
      await right(log.append([{ stream, expected: 'none', events }]))
      await right(log.append([{ stream: kept, expected: 'none', events: newEvents(3) }]))
      await right(log.setStreamMetadata(kept, 'none', { $maxCount: 1, own: true }))
      await right(log.tombstone(ended, 'any'))
      const whole = await readBehind(log, before)

      const again = await made.reopen()
      expect(again.logId).toBe(log.logId)
      expect((await readBehind(again, before)).map(plain)).toEqual(whole.map(plain))
      expect((await readForwards(again, stream)).map(given)).toEqual(events.map(given))
      expect(await readForwards(again, kept)).toHaveLength(1)
      expect((await right(again.streamMetadata(kept))).metadata).toEqual({ $maxCount: 1, own: true })
      expect(await left(again.append([{ stream: ended, expected: 'any', events: newEvents(1) }]))).toMatchObject({
        _tag: 'StreamTombstoned',
      })
      expect(await left(again.append([{ stream, expected: 3, events: newEvents(1) }]))).toMatchObject({ actual: 4 })
      const next = await right(again.append([{ stream, expected: 4, events: newEvents(1) }]))
      expect(next.streams[0]?.firstRevision).toBe(5)
      expect(next.position).toBeGreaterThan(whole.at(-1)?.position ?? 0)
      expect(await right(again.findById(events[2]?.id ?? ''))).toHaveLength(1)
      await made.close()
    })
  })
}

const plain = (
  event: Parameters<typeof given>[0] & { stream: string; revision: number; position: number; created: number },
) => ({
  ...given(event),
  stream: event.stream,
  revision: event.revision,
  position: event.position,
  created: event.created,
})
