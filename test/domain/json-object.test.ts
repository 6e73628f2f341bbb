import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/domain/json.js'
import { fromPairs, own, ownKeys, put, withKey, withoutKey } from '../../src/domain/json-object.js'

const nasty = JSON.parse('{"__proto__":1,"constructor":2}') as JsonObject

describe('JSON objects with any keys', () => {
  it('reads own properties alone', () => {
    expect(own(nasty, '__proto__')).toBe(1)
    expect(own({}, '__proto__')).toBeUndefined()
    expect(own({}, 'constructor')).toBeUndefined()
    expect(ownKeys(nasty)).toEqual(['__proto__', 'constructor'])
  })

  it('makes own properties alone', () => {
    expect(JSON.stringify(fromPairs(Object.entries(nasty)))).toBe('{"__proto__":1,"constructor":2}')
    expect(fromPairs([])['constructor']).toBeUndefined()
    expect(JSON.stringify(withKey({ a: 1 }, '__proto__', { b: 2 }))).toBe('{"a":1,"__proto__":{"b":2}}')
    const object = {}
    put(object, '__proto__', 3)
    put(object, 'constructor', 4)
    expect(JSON.stringify(object)).toBe('{"__proto__":3,"constructor":4}')
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  })

  it('copies, and leaves the object it was given', () => {
    expect(JSON.stringify(withoutKey(nasty, 'constructor'))).toBe('{"__proto__":1}')
    expect(JSON.stringify(withoutKey(nasty, '__proto__'))).toBe('{"constructor":2}')
    expect(withoutKey(nasty, 'toString')).toBe(nasty)
    expect(JSON.stringify(nasty)).toBe('{"__proto__":1,"constructor":2}')
  })
})
