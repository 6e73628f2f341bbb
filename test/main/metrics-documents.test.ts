import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMetrics } from '../../src/adapters/prometheus/create-metrics.js'
import { dataFileKinds } from '../../src/ports/metrics.js'
import type { DataFileKind, MetricSources } from '../../src/ports/metrics.js'
import { parseExposition } from '../support/prometheus-text.js'
import type { Exposition, Family } from '../support/prometheus-text.js'

const document = (path: string): string => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8')

const sources: MetricSources = {
  log: () => ({ position: 0, queuedEvents: 0, queuedBytes: 0, ready: true }),
  projections: () => [{ name: 'activity', version: 1, state: 'live', position: '0', lag: 0, undecodable: 0 }],
  storedAfter: () => Promise.resolve(undefined),
  feedIndex: () => Promise.resolve({ segments: 1, rows: 1, bytes: 1 }),
  fileSizes: () =>
    Promise.resolve(Object.fromEntries(dataFileKinds.map((kind) => [kind, 0])) as Record<DataFileKind, number>),
  process: () => ({
    residentBytes: 1,
    heapUsedBytes: 1,
    heapTotalBytes: 1,
    externalBytes: 1,
    cpuSeconds: 1,
    eventLoopActiveSeconds: 1,
    startedAtSeconds: 1,
  }),
  now: () => 0,
}

/** Everything that there can be, each with at least one series. */
const everything = async (): Promise<Exposition> => {
  const metrics = createMetrics()
  const end = metrics.watch(sources)
  metrics.requestBegun()
  metrics.requestEnded({
    method: 'GET',
    route: '/v1/stats',
    statusClass: '4xx',
    durationMs: 1,
    problem: 'invalid-input',
  })
  const text = await metrics.text()
  end()
  return parseExposition(text)
}

const labelsOf = (exposition: Exposition, metric: string): ReadonlySet<string> => {
  const samples = [...exposition.families.values()].flatMap((family) => family.samples)
  return new Set(samples.filter(({ name }) => name === metric).flatMap(({ labels }) => Object.keys(labels)))
}

/** What a query asks for that there is not: names, and labels of the one metric that it names. */
const unknownIn = (exposition: Exposition, query: string): readonly string[] => {
  const names = [...new Set(query.match(/\bannals_\w+/g) ?? [])]
  if (names.length === 0) return [`${query} names no metric`]
  const known = new Set(['job', 'instance', ...names.flatMap((name) => [...labelsOf(exposition, name)])])
  const grouped = [...query.matchAll(/\b(?:by|without) ?\(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/, ?/))
  const matched = [...query.matchAll(/[{,] ?(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label)
  return [
    ...names.filter((name) => !exposition.names.has(name)),
    ...[...grouped, ...matched].filter((label) => !known.has(label)),
  ]
}

interface Panel {
  readonly id: number
  readonly type: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[]
}
interface Dashboard {
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly { readonly type: string; readonly definition?: string }[] }
}
const dashboard = JSON.parse(document('grafana/annals.json')) as Dashboard

test('every query of the dashboard names metrics and labels that there are', async () => {
  const exposition = await everything()
  const queries = dashboard.panels.flatMap(({ targets = [] }) => targets)
  expect(queries.length).toBeGreaterThan(20)
  expect(queries.flatMap(({ expr }) => unknownIn(exposition, expr))).toEqual([])
  for (const { expr, legendFormat } of queries)
    for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
      expect(expr).toMatch(new RegExp(`by \\([^)]*${label}`))
  const variables = dashboard.templating.list.filter(({ type }) => type === 'query')
  expect(variables.flatMap(({ definition = '' }) => unknownIn(exposition, definition))).toEqual([])
  expect(unknownIn(exposition, 'sum by (colour) (annals_nothing_total{size="1"})')).toEqual([
    'annals_nothing_total',
    'colour',
    'size',
  ])
})

test('the panels of the dashboard do not lie on each other', () => {
  expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
  const taken = new Set<string>()
  for (const { gridPos } of dashboard.panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(taken.has(`${x} ${y}`)).toBe(false)
        taken.add(`${x} ${y}`)
      }
  }
})

test('docs/operations.md lists the metrics that there are, and its alerts ask for no others', async () => {
  const exposition = await everything()
  const text = document('operations.md')
  const rows = [...text.matchAll(/^\| `(annals_\w+)`(?:, by ([^|]+?))? +\| (\w+) +\|/gm)]
  const labels = ({ name, type }: Family): string =>
    [...labelsOf(exposition, type === 'histogram' ? `${name}_count` : name)].sort().join()
  const documented = rows.map(([, name, by = '', type]) =>
    [name, (by.match(/(?<=`)\w+(?=`)/g) ?? []).sort().join(), type].join(' '),
  )
  const there = [...exposition.families.values()].map((family) => [family.name, labels(family), family.type].join(' '))
  expect(documented.sort()).toEqual(there.sort())
  const queries = [...text.matchAll(/^ *expr: (.+)$/gm)].map(([, query = '']) => query)
  expect(queries.length).toBeGreaterThan(5)
  expect(queries.flatMap((query) => unknownIn(exposition, query))).toEqual([])
})
