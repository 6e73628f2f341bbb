import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNestedDeeperThan } from '../../src/domain/json-depth.js'
import { decodeRecorded } from '../../src/domain/stored-event.js'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

describe('the depth of a JSON text', () => {
  it('is that of its value, whatever its texts and keys have in them', () => {
    const { value } = fc.letrec<{ value: unknown; text: string }>((tie) => ({
      text: fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', 'x') }),
      value: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        tie('text'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(tie('text'), tie('value'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(value, fc.nat(8), (json, depth) => {
        expect(isNestedDeeperThan(JSON.stringify(json), depth)).toBe(depthOf(json) > depth)
      }),
      { numRuns: 500 },
    )
  })

  it('is found in a megabyte of brackets', () => {
    expect(isNestedDeeperThan('['.repeat(1_000_000), 256)).toBe(true)
    expect(isNestedDeeperThan(`[${'[],'.repeat(300_000)}[]]`, 2)).toBe(false)
  })

  it('bounds what is read of the log', () => {
    const at = (depth: number) => {
      const id = '0190a7e2-7d3c-7cc3-98c4-dc0c0c07398f'
      const data = `{"id":"${id}","subject":{"type":"post","id":"1"},"verb":"post.made","actor":{"type":"user","id":"u"},"tenant":"default","occurredAt":"2026-11-23T12:00:00.000Z","outcome":{"status":"success"},"digest":"${'0'.repeat(64)}","change":{"kind":"state","state":{"n":${'['.repeat(depth - 3)}${']'.repeat(depth - 3)}}}}`
      return decodeRecorded({
        id,
        stream: 'post-default:1',
        revision: 0,
        position: 0,
        type: 'post.made',
        isJson: true,
        data: Buffer.from(data),
        metadata: Buffer.from('{"annals":1,"kind":"change","recordedAt":"2026-11-23T12:00:00.000Z"}'),
      })
    }
    expect(at(256)).toMatchObject({ _tag: 'Event' })
    expect(at(257)).toEqual({ _tag: 'Undecodable', reason: 'its data is nested more than 256 deep' })
  })
})
