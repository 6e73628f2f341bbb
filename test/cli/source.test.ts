import { describe, expect, it } from 'vitest'
import type { Setting, SettingSource } from '../../src/cli/environment.js'
import { pages } from '../../src/application/pages.js'
import { placeOf } from '../../src/cli/source.js'

const setting = <Value>(value: Value, source: SettingSource): Setting<Value> => ({ value, source })
const folder = { _tag: 'Folder', dataDir: './d' }
const server = { _tag: 'Server', url: 'http://h' }

describe('where a command works', () => {
  it.each([
    ['default', undefined, 'default', folder],
    ['default', 'http://h', 'environment', server],
    ['default', 'http://h', 'file', server],
    ['flag', 'http://h', 'environment', folder],
    ['environment', 'http://h', 'file', folder],
    ['environment', 'http://h', 'environment', server],
    ['file', 'http://h', 'flag', server],
  ] as const)('data folder by %s, url %s by %s', (folderSource, url, urlSource, place) => {
    expect(placeOf({ dataDir: setting('./d', folderSource), url: setting(url, urlSource) })).toEqual(place)
  })

  it('is not said twice', () => {
    expect(() => placeOf({ dataDir: setting('./d', 'flag'), url: setting('http://h', 'flag') })).toThrow(
      '--url: cannot be',
    )
  })
})

describe('pages', () => {
  const numbers = Array.from({ length: 1234 }, (_, index) => index)
  const asked: number[] = []
  const read = (place: number | undefined, limit: number) => {
    asked.push(limit)
    const from = place ?? 0
    const items = numbers.slice(from, from + limit)
    return Promise.resolve(from + limit < numbers.length ? { items, next: from + limit } : { items })
  }
  const all = async (limit: number | undefined): Promise<readonly number[]> => {
    const items: number[] = []
    for await (const item of pages(limit, read)) items.push(item)
    return items
  }

  it('are read to the end, or as far as was asked', async () => {
    expect(await all(undefined)).toEqual(numbers)
    expect(await all(600)).toEqual(numbers.slice(0, 600))
    asked.length = 0
    expect(await all(20)).toEqual(numbers.slice(0, 20))
    expect(asked).toEqual([20])
  })
})
