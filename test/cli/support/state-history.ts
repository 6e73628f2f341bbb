import type { Json } from '../../../src/domain/json.js'

export interface HistoryLine {
  readonly occurredAt: string
  readonly transaction: string
  readonly actor: string
  readonly verb: string
  readonly channel: string
  readonly subject: { readonly type: string; readonly id: string }
  readonly state: Json
}

/**
 * A file of state history, always the same: documents that change, repeat their state, are deleted and made again, and have keys such as
 * `__proto__`; transactions span documents, and one document's states come again under the same transaction and time.
 */
export const stateHistory = (documents: number, changes: number): readonly HistoryLine[] => {
  const lines: HistoryLine[] = []
  for (let change = 0; change < changes; change++) {
    for (let document = 0; document < documents; document++) {
      const kind = (change * 7 + document * 3) % 11
      lines.push({
        occurredAt: new Date(Date.UTC(2020, 0, 1, 0, 0, change - (change % 2))).toISOString(),
        transaction: `t-${change - (change % 2)}`,
        actor: `u-${document % 3}`,
        verb: 'doc.saved',
        channel: 'bulk',
        subject: { type: 'doc', id: `folder/${document}` },
        state: stateOf(kind, change, document),
      })
    }
  }
  return lines
}

const stateOf = (kind: number, change: number, document: number): Json => {
  if (kind === 0) return null
  if (kind === 1) return JSON.parse(`{"__proto__":{"n":${change}},"constructor":[${document}]}`) as Json
  // Two changes of a pair have one transaction and time: a–b–a within them is told apart by its occurrence.
  const round = kind > 6 ? change % 2 : change
  return { title: `Document ${document}`, round, tags: ['a', 'b', { id: kind }].slice(kind % 3) }
}

export const asNdjson = (lines: readonly HistoryLine[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** What the store must hold: each document's states, those left out that equal the one before. */
export const expectedVersions = (lines: readonly HistoryLine[]): ReadonlyMap<string, readonly Json[]> => {
  const versions = new Map<string, Json[]>()
  for (const { subject, state } of lines) {
    const key = `${subject.type}/${subject.id}`
    const states = versions.get(key) ?? []
    versions.set(key, states)
    if (JSON.stringify(states.at(-1) ?? null) !== JSON.stringify(state)) states.push(state)
  }
  return versions
}
