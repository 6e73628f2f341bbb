import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { parseImportLine } from '../../../src/cli/import/import-line.js'

const now = Date.UTC(2026, 10, 23)
const good = {
  occurredAt: '2016-07-13T14:59:04+02:00',
  transaction: 't-1',
  actor: 'u-7',
  verb: 'post.updated',
  channel: 'web',
  subject: { type: 'post', id: '42' },
  state: { title: 'New' },
}
const parse = (value: unknown) =>
  parseImportLine({ number: 1, bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) }, now)

describe('a line of state history', () => {
  it('is an event with a whole state, its time in UTC', () => {
    expect(parse(good)).toEqual(
      E.right({
        subject: { type: 'post', id: '42' },
        actor: { type: 'user', id: 'u-7' },
        occurredAt: '2016-07-13T12:59:04.000Z',
        change: { kind: 'state', state: { title: 'New' } },
        transactionId: 't-1',
        verb: 'post.updated',
        channel: 'web',
      }),
    )
  })

  it('needs neither transaction nor verb nor channel', () => {
    const { transaction: _t, verb: _v, channel: _c, ...short } = good
    expect(parse(short)).toMatchObject({ right: { subject: good.subject } })
  })

  it('deletes with a state of null', () => {
    expect(parse({ ...good, state: null })).toMatchObject({ right: { change: { kind: 'delete' } } })
  })

  it('takes an actor as it is where it is an object', () => {
    const actor = { type: 'service', id: 'nightly', name: 'Nightly' }
    expect(parse({ ...good, actor })).toMatchObject({ right: { actor } })
  })

  it('keeps keys such as __proto__', () => {
    const line = JSON.stringify(good).replace('{"title":"New"}', '{"__proto__":{"a":1},"constructor":2}')
    const parsed = parse(line)
    const change = E.isRight(parsed) && parsed.right.change
    expect(JSON.stringify(change)).toBe('{"kind":"state","state":{"__proto__":{"a":1},"constructor":2}}')
  })

  it.each([
    ['{"a":', '', 'is not JSON'],
    ['[]', '', 'must be a JSON object'],
    ['null', '', 'must be a JSON object'],
    [{ ...good, state: undefined }, '/state', 'is missing'],
    [{ ...good, subject: undefined }, '/subject', 'is missing'],
    [{ ...good, actor: undefined }, '/actor', 'is missing'],
    [{ ...good, stat: 1 }, '/stat', 'is not known'],
    [{ ...good, subject: { type: 'post' } }, '/subject/id', ''],
    [{ ...good, occurredAt: '1 Jan' }, '/occurredAt', ''],
    [{ ...good, occurredAt: '2030-01-01T00:00:00Z' }, '/occurredAt', 'ahead'],
    [{ ...good, transaction: 7 }, '/transaction', ''],
    [{ ...good, actor: 7 }, '/actor', ''],
    [{ ...good, state: { deep: { number: 2 ** 60 } } }, '/state/deep/number', 'string'],
    [{ ...good, state: 'x'.repeat(300_000) }, '/state', '262144 bytes'],
  ])('is refused with its field (%#)', (line, field, message) => {
    const parsed = parse(line)
    expect(E.isLeft(parsed) && parsed.left[0]?.field).toBe(field)
    expect(E.isLeft(parsed) && parsed.left[0]?.message).toContain(message)
  })

  it('must be UTF-8, of bounded length', () => {
    const latin = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9]), Buffer.from('"}')])
    expect(parseImportLine({ number: 1, bytes: latin }, now)).toMatchObject({
      left: [{ message: 'is not valid UTF-8' }],
    })
    expect(parseImportLine({ number: 1, bytes: undefined }, now)).toMatchObject({ left: [{ field: '' }] })
  })
})
