import * as fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { activityStream, changeStream, parseStream } from '../../src/domain/stream-name.js'
import { subject, tenantName } from './event-arbitraries.js'

it('is named after type, tenant and id, so that the category is the type', () => {
  const post = { type: 'post', id: '42' }
  expect(changeStream('acme', post)).toBe('post-acme:42')
  expect(activityStream('acme', post)).toBe('activity:post-acme:42')
})

test.each([
  ['a-b:c-d:e', { kind: 'change', tenant: 'b', subject: { type: 'a', id: 'c-d:e' } }],
  ['a-b-c:d', { kind: 'change', tenant: 'b-c', subject: { type: 'a', id: 'd' } }],
  ['activity:a-b:/x/y:z', { kind: 'activity', tenant: 'b', subject: { type: 'a', id: '/x/y:z' } }],
  ['activity-b:c', { kind: 'change', tenant: 'b', subject: { type: 'activity', id: 'c' } }],
  [
    'activity:activity-b:activity:c',
    { kind: 'activity', tenant: 'b', subject: { type: 'activity', id: 'activity:c' } },
  ],
])('%s', (name, owner) => {
  expect(parseStream(name)).toEqual(owner)
})

test.each([
  '',
  'a',
  'a-b',
  'a:b',
  '-b:c',
  'a-:c',
  'a-b:',
  '$$a-b:c',
  '$ce-post',
  'a:b-c:d',
  'activity:',
  'activity:a:b-c',
  'a-b: c',
  'a-b:..',
])('%j is the stream of no subject', (name) => {
  expect(parseStream(name)).toBeUndefined()
})

it('leads back to its subject, whatever the id', () => {
  fc.assert(
    fc.property(tenantName, subject, (tenant, about) => {
      expect(parseStream(changeStream(tenant, about))).toEqual({ kind: 'change', tenant, subject: about })
      expect(parseStream(activityStream(tenant, about))).toEqual({ kind: 'activity', tenant, subject: about })
    }),
  )
})

it('is another one for each tenant, subject and kind', () => {
  fc.assert(
    fc.property(tenantName, subject, tenantName, subject, (tenant, one, otherTenant, other) => {
      fc.pre(tenant !== otherTenant || one.type !== other.type || one.id !== other.id)
      const names = [
        changeStream(tenant, one),
        activityStream(tenant, one),
        changeStream(otherTenant, other),
        activityStream(otherTenant, other),
      ]
      expect(new Set(names).size).toBe(4)
    }),
  )
})

it('takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const owner = parseStream(name)
      if (owner !== undefined)
        expect([changeStream(owner.tenant, owner.subject), activityStream(owner.tenant, owner.subject)]).toContain(name)
    }),
  )
})
