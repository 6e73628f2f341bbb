import express from 'express'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { openStore } from '../support/open-store.js'
import type { RunningServer } from './support/running-server.js'
import { bodyOf, serve } from './support/running-server.js'

let server: RunningServer

const events = [
  ['post.viewed', 'web', 'ada'],
  ['post.viewed', 'web', 'bo'],
  ['post.viewed', 'bulk', 'ada'],
  ['post.sent', 'bulk', 'ada'],
  ['user.seen', undefined, 'bo'],
] as const

beforeEach(async () => {
  const { annals, remove } = await openStore()
  onTestFinished(remove)
  server = await serve(express().use(annals.router({ authorize: loopbackAuthorize })))
  const written = await annals.emitMany(
    events.map(([verb, channel, id], day) => ({
      subject: { type: verb.split('.')[0] ?? '', id: '1' },
      verb,
      actor: { type: 'user', id },
      occurredAt: `2026-03-0${day + 1}T00:00:00Z`,
      ...(channel === undefined ? {} : { channel }),
    })),
  )
  const last = written.at(-1)
  await annals.waitFor(last !== undefined && 'position' in last ? last.position : '')
})

const facets = async (query: string) => {
  const response = await server.get(`/v1/facets/${query}`)
  const { items, next } = await bodyOf(response)
  expect(response.status).toBe(200)
  return { items, next }
}

describe('the values of a field', () => {
  test('come with their counts, the largest first; an event without the field counts for none', async () => {
    expect(await facets('channel')).toEqual({
      items: [
        { value: 'bulk', count: 2 },
        { value: 'web', count: 2 },
      ],
      next: null,
    })
  })

  test('are counted under the filters of the feed', async () => {
    const { items } = await facets('verb?actorId=ada&channel!=web')
    expect(items).toEqual([
      { value: 'post.sent', count: 1 },
      { value: 'post.viewed', count: 1 },
    ])
    expect((await facets('verb?since=2026-03-02T00:00:00Z&until=2026-03-04T00:00:00Z')).items).toEqual([
      { value: 'post.viewed', count: 2 },
    ])
  })

  test('can be those that begin with a prefix', async () => {
    expect((await facets('verb?prefix=post.s')).items).toEqual([{ value: 'post.sent', count: 1 }])
    expect((await facets('verb?prefix=nothing')).items).toEqual([])
  })

  test('come in pages', async () => {
    const values: unknown[] = []
    let { items, next } = await facets('verb?limit=2')
    values.push(...items)
    expect(next).toEqual(expect.any(String))
    ;({ items, next } = await facets(`verb?limit=2&cursor=${encodeURIComponent(next ?? '')}`))
    values.push(...items)
    expect(next).toBeNull()
    expect(values).toEqual([
      { value: 'post.viewed', count: 3 },
      { value: 'post.sent', count: 1 },
      { value: 'user.seen', count: 1 },
    ])
  })
})

describe('what is wrong', () => {
  test.each([
    ['colour', 'field'],
    ['verb?prefix=' + 'a'.repeat(1_025), 'prefix'],
    ['verb?limit=1001', 'limit'],
    ['verb?limit=0', 'limit'],
    ['verb?cursor=abc', 'cursor'],
    ['verb?colour=red', 'colour'],
    ['verb?since=yesterday', 'since'],
  ])('%s is refused by its name', async (query, field) => {
    const response = await server.get(`/v1/facets/${query}`)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect((await bodyOf(response)).errors.map((issue) => issue.field)).toEqual([field])
  })

  test('a cursor of another field or filter is refused', async () => {
    const { next } = await facets('verb?limit=1')
    const cursor = encodeURIComponent(next ?? '')
    for (const query of [`channel?limit=1&cursor=${cursor}`, `verb?limit=1&actorId=ada&cursor=${cursor}`])
      expect((await server.get(`/v1/facets/${query}`)).status).toBe(400)
  })
})
