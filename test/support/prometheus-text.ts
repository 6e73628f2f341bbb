/**
 * A strict reader of the text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/): what a scraper might let pass is an error here.
 */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped'
  readonly samples: Sample[]
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Exposition {
  readonly families: ReadonlyMap<string, Family>
  /** The value of one series; undefined where there is none. */
  readonly value: (name: string, labels?: Readonly<Record<string, string>>) => number | undefined
  /** Every name that a query can ask for: those of the series of a histogram too. */
  readonly names: ReadonlySet<string>
  readonly series: number
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const types: readonly string[] = ['counter', 'gauge', 'histogram', 'summary', 'untyped']

/** @throws Error with the line where the text is not what the format wants. */
export const parseExposition = (text: string): Exposition => {
  const refuse = (line: string, why: string): never => {
    throw new Error(`${why}: ${line}`)
  }
  if (!text.endsWith('\n')) refuse(text.slice(-40), 'the last line does not end')
  const helps = new Map<string, string>()
  const families = new Map<string, Family>()
  const series = new Map<string, number>()
  let present: Family | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue
    const [, keyword, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? []
    if (keyword === 'HELP') {
      if (!metricName.test(name) || helps.has(name)) refuse(line, 'a second HELP, or a bad name')
      helps.set(name, rest)
    } else if (keyword === 'TYPE') {
      if (families.has(name) || !types.includes(rest)) refuse(line, 'a second TYPE, or a bad one')
      present = {
        name,
        help: helps.get(name) ?? refuse(line, 'TYPE without HELP'),
        type: rest as Family['type'],
        samples: [],
      }
      families.set(name, present)
    } else if (line.startsWith('#')) refuse(line, 'a comment')
    else {
      const sample = parseSample(line) ?? refuse(line, 'no sample')
      if (present === undefined || !belongs(present, sample.name)) return refuse(line, 'not beneath its own TYPE')
      const key = keyOf(sample.name, sample.labels)
      if (series.has(key)) refuse(line, 'the series is there already')
      series.set(key, sample.value)
      present.samples.push(sample)
    }
  }
  for (const family of families.values()) checkFamily(family, refuse)
  return {
    families,
    value: (name, labels = {}) => series.get(keyOf(name, labels)),
    names: new Set([...families.values()].flatMap(namesOf)),
    series: series.size,
  }
}

const parseSample = (line: string): Sample | undefined => {
  const [, name = '', inBraces, number = ''] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  if (name === '' || !/^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]Inf|NaN)$/i.test(number)) return undefined
  const value = number.endsWith('Inf') ? Number(`${number}inity`) : Number(number)
  const labels: Record<string, string> = {}
  let rest = inBraces ?? ''
  while (rest !== '') {
    const [whole, label = '', escaped = ''] =
      /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\n"])*)"(?:,(?=.)|$)/.exec(rest) ?? []
    if (whole === undefined || Object.hasOwn(labels, label)) return undefined
    labels[label] = escaped.replace(/\\([\\n"])/g, (_, char: string) => (char === 'n' ? '\n' : char))
    rest = rest.slice(whole.length)
  }
  return { name, labels, value }
}

const keyOf = (name: string, labels: Readonly<Record<string, string>>): string =>
  JSON.stringify([name, ...Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))])

const suffixes: Readonly<Partial<Record<Family['type'], readonly string[]>>> = {
  histogram: ['_bucket', '_sum', '_count'],
}
const namesOf = ({ name, type }: Family): readonly string[] => suffixes[type]?.map((suffix) => name + suffix) ?? [name]
const belongs = (family: Family, sample: string): boolean => namesOf(family).includes(sample)

const checkFamily = (family: Family, refuse: (line: string, why: string) => never): void => {
  if (family.type === 'counter' && family.samples.some(({ value }) => !(value >= 0)))
    refuse(family.name, 'a counter below 0')
  if (family.type !== 'histogram') return
  const groups = new Map<string, Sample[]>()
  for (const sample of family.samples) {
    const { le: _, ...labels } = sample.labels
    const key = keyOf('', labels)
    groups.set(key, [...(groups.get(key) ?? []), sample])
  }
  for (const samples of groups.values()) {
    const buckets = samples.filter(({ name }) => name.endsWith('_bucket'))
    const bounds = buckets.map(({ labels }) => (labels['le'] === '+Inf' ? Infinity : Number(labels['le'])))
    const counts = buckets.map(({ value }) => value)
    const count = samples.find(({ name }) => name.endsWith('_count'))?.value
    const rises = (values: readonly number[]): boolean =>
      values.every((value, at) => at === 0 || value >= (values[at - 1] ?? 0))
    if (!rises(bounds) || new Set(bounds).size !== bounds.length || bounds.at(-1) !== Infinity)
      refuse(family.name, 'bad bounds')
    if (!rises(counts) || counts.at(-1) !== count) refuse(family.name, 'buckets that do not add up')
    if (!samples.some(({ name }) => name.endsWith('_sum'))) refuse(family.name, 'no sum')
  }
}

const notBase =
  /_(?:milliseconds|microseconds|nanoseconds|ms|us|ns|minutes|hours|days|kilobytes|megabytes|kib|mib|kb|mb|percent)(?:_|$)/

/** What `promtool check metrics` and https://prometheus.io/docs/practices/naming/ object to, besides what the names of Annals are bound to. */
export const lintExposition = ({ families }: Exposition): readonly string[] => {
  const problems: string[] = []
  for (const { name, help, type, samples } of families.values()) {
    const object = (why: string): void => void problems.push(`${name} ${why}`)
    if (!/^annals_[a-z][a-z0-9_]*[a-z0-9]$/.test(name) || name.includes('__')) object('is not annals_ and snake case')
    if (!/^[A-Z].+\.$/.test(help)) object('has no sentence for HELP')
    if ((type === 'counter') !== name.endsWith('_total')) object('ends with _total exactly where it is a counter')
    if (/_(?:count|sum|bucket|info)$/.test(name)) object('ends like a part of a histogram')
    if (/_(?:counter|gauge|histogram|summary)(?:_|$)/.test(name)) object('has its type in its name')
    if (notBase.test(name)) object('is not in a base unit')
    if (/(?:duration|delay|latency|_time|_age)(?!.*_seconds)/.test(name)) object('is a time that is not in seconds')
    for (const label of new Set(samples.flatMap(({ labels }) => Object.keys(labels))))
      if (!/^[a-z][a-z_]*$/.test(label) || (label === 'le' && type !== 'histogram')) object(`has the label ${label}`)
  }
  return problems
}
