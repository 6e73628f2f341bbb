import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'

const folder = 'dist/web'

it('the dashboard’s first load is under 100 KB gzipped altogether, charts and all', () => {
  const page = readFileSync(`${folder}/index.html`, 'utf8')
  const assets = readdirSync(`${folder}/assets`)
  const zipped = (text: Buffer | string): number => gzipSync(text, { level: 9 }).length
  const sizes = new Map(assets.map((name) => [name, zipped(readFileSync(`${folder}/assets/${name}`))]))
  const first = assets.filter((name) => page.includes(name))
  expect(first.filter((name) => /\.(js|css)$/.test(name)).length).toBeGreaterThanOrEqual(2)
  const sum = (names: readonly string[]): number =>
    names.reduce((all, name) => all + (sizes.get(name) ?? 0), zipped(page))
  expect(sum(first)).toBeLessThan(100_000)
  // Even who opens every page loads no more than that.
  expect(sum(assets)).toBeLessThan(150_000)
  // What draws charts is not in the first load.
  expect(first.some((name) => /uplot/i.test(name))).toBe(false)
})
