import { Buffer } from 'node:buffer'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordedEvent } from '../../src/ports/event-log.js'
import { tombstoneEventType } from '../../src/ports/reserved-names.js'
import { batchAnswer } from '../../src/wire/batch-answer.js'
import { streamIdentifier, uuidMessage, uuidOf } from '../../src/wire/identifiers.js'
import { empty, shared, streams } from '../../src/wire/protocol.js'
import { eventMessage } from '../../src/wire/recorded-message.js'

// What is encoded by us is read by the classes that the client generates from the protocol's definitions.

const names = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }), fc.constant('größe-'.repeat(20)))
const numbers = fc.oneof(
  fc.maxSafeNat(),
  fc.constantFrom(0, 1, 127, 128, 2 ** 21, 2 ** 31, 2 ** 32, 2 ** 35, Number.MAX_SAFE_INTEGER),
)
const bytes = fc.uint8Array({ maxLength: 300 })
const recorded: fc.Arbitrary<RecordedEvent> = fc.record({
  stream: names,
  revision: numbers,
  position: numbers,
  id: fc.uuid(),
  type: names.filter((type) => type !== tombstoneEventType),
  isJson: fc.boolean(),
  created: fc.nat({ max: 8_640_000_000_000_000 }),
  data: bytes,
  metadata: bytes,
})

/** As the generated classes read it; numbers of 64 bits are texts. */
const read = (message: streams.ReadResp.ReadEvent.RecordedEvent | undefined) =>
  message && {
    id: uuidOf(message.getId()),
    stream: Buffer.from(message.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    revision: message.getStreamRevision(),
    commit: message.getCommitPosition(),
    prepare: message.getPreparePosition(),
    properties: Object.fromEntries(message.getMetadataMap().toArray()),
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  }

const asRead = (event: RecordedEvent | undefined) =>
  event && {
    id: event.id,
    stream: event.stream,
    revision: String(event.revision),
    commit: String(event.position),
    prepare: String(event.position),
    properties: {
      type: event.type,
      created: String(BigInt(event.created) * 10_000n),
      'content-type': event.isJson ? 'application/json' : 'application/octet-stream',
    },
    data: Buffer.from(event.data),
    metadata: Buffer.from(event.metadata),
  }

describe('an event that is read', () => {
  it('is what the generated classes read', () => {
    fc.assert(
      fc.property(recorded, fc.option(recorded, { nil: undefined }), fc.boolean(), (event, link, structured) => {
        const message = streams.ReadResp.deserializeBinary(eventMessage({ event, link }, structured)).getEvent()
        expect(read(message?.getEvent())).toEqual(asRead(event))
        expect(read(message?.getLink())).toEqual(asRead(link))
        expect(message?.getCommitPosition()).toBe(String((link ?? event).position))
        expect(message?.getEvent()?.getId()?.hasStructured()).toBe(structured)
      }),
    )
  })

  it('may be larger than anything before it, and the next one is whole again', () => {
    const [small] = fc.sample(recorded, { numRuns: 1, seed: 1 })
    if (small === undefined) throw new Error('no sample')
    const large = { ...small, data: Buffer.alloc(5_000_000, 'x'), metadata: Buffer.alloc(70_000, 'y') }
    for (const event of [large, small]) {
      const message = streams.ReadResp.deserializeBinary(eventMessage({ event, link: undefined }, false))
      const back = message.getEvent()?.getEvent()
      // Compared as a whole: a matcher looks at each of five million bytes.
      expect(Buffer.from(back?.getData_asU8() ?? []).equals(event.data)).toBe(true)
      expect(Buffer.from(back?.getCustomMetadata_asU8() ?? []).equals(event.metadata)).toBe(true)
      expect(uuidOf(back?.getId())).toBe(event.id)
    }
  })

  it('has the last revision there is where it is a tombstone', () => {
    const [event] = fc.sample(recorded, { numRuns: 1, seed: 2 })
    if (event === undefined) throw new Error('no sample')
    const tombstone = { ...event, type: tombstoneEventType }
    const message = streams.ReadResp.deserializeBinary(eventMessage({ event: tombstone, link: undefined }, false))
    expect(message.getEvent()?.getEvent()?.getStreamRevision()).toBe('9223372036854775807')
  })
})

describe('the answer to an append of a batch call', () => {
  const expectations = fc.constantFrom('any', 'none', 'exists', '0', '7', '9007199254740993', '18446744073709551615')
  const optionsOf = (stream: string, expected: string): streams.BatchAppendReq.Options => {
    const options = new streams.BatchAppendReq.Options().setStreamIdentifier(streamIdentifier(stream))
    if (expected === 'any') options.setAny(new empty.Empty())
    else if (expected === 'none') options.setNoStream(new empty.Empty())
    else if (expected === 'exists') options.setStreamExists(new empty.Empty())
    else options.setStreamPosition(expected)
    return options
  }
  const expectedOf = (answer: streams.BatchAppendResp): string => {
    if (answer.hasAny()) return 'any'
    if (answer.hasNoStream()) return 'none'
    return answer.hasStreamExists() ? 'exists' : answer.getStreamPosition()
  }

  it('is what the generated classes read', () => {
    const revisions = fc.oneof(numbers, fc.constant(-1))
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.boolean(),
        names,
        expectations,
        revisions,
        numbers,
        (id, structured, stream, expected, revision, position) => {
          const outcome = E.right({ revision, position })
          const correlation = uuidMessage(id, structured)
          const answer = streams.BatchAppendResp.deserializeBinary(
            batchAnswer(correlation, optionsOf(stream, expected), outcome),
          )
          expect(answer.getCorrelationId()?.toObject()).toEqual(correlation.toObject())
          expect(Buffer.from(answer.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(stream)
          expect(expectedOf(answer)).toBe(expected)
          const success = answer.getSuccess()
          expect(success?.hasNoStream()).toBe(revision < 0)
          if (revision >= 0) expect(success?.getCurrentRevision()).toBe(String(revision))
          expect(success?.getPosition()?.toObject()).toEqual(
            new shared.AllStreamPosition()
              .setCommitPosition(String(position))
              .setPreparePosition(String(position))
              .toObject(),
          )
        },
      ),
    )
  })

  it('says why nothing was appended', () => {
    const refused = E.left({ _tag: 'BadRequest', reason: 'because' } as const)
    const answer = streams.BatchAppendResp.deserializeBinary(batchAnswer(undefined, undefined, refused))
    expect(answer.getError()?.getMessage()).toBe('BadRequest')
    expect(answer.hasSuccess()).toBe(false)
    expect(answer.hasStreamIdentifier()).toBe(true)
  })
})
