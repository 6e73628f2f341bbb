/** The fields of the API's filter, in the order in which a query line is printed. */
export const filterFields = [
  'actorId',
  'actorType',
  'verb',
  'channel',
  'subjectType',
  'subjectId',
  'affects',
  'org',
  'outcome',
  'kind',
  'transactionId',
  'path',
] as const
export type FilterField = (typeof filterFields)[number]

export const timeFields = ['since', 'until'] as const
type TimeField = (typeof timeFields)[number]

/** What a query line calls a field: `subject` stands for a type and an id together. */
export interface LineField {
  readonly key: string
  readonly field: FilterField | TimeField | 'subject'
  readonly what: string
  /** Where there are no others. */
  readonly values?: readonly string[]
}

export const lineFields: readonly LineField[] = [
  { key: 'actor', field: 'actorId', what: 'who did it: an id' },
  { key: 'verb', field: 'verb', what: 'what happened: post.updated, post.*' },
  { key: 'channel', field: 'channel', what: 'the module it came through' },
  { key: 'subject', field: 'subject', what: 'the record: post/42' },
  { key: 'type', field: 'subjectType', what: 'the type of the record' },
  { key: 'id', field: 'subjectId', what: 'the id of the record, of any type' },
  { key: 'outcome', field: 'outcome', what: 'success or failure', values: ['success', 'failure'] },
  { key: 'since', field: 'since', what: 'from this time on: 7d, 2026-11-24' },
  { key: 'until', field: 'until', what: 'before this time: 1h, 2026-11-25' },
  { key: 'path', field: 'path', what: 'what changed: /price, /address*' },
  { key: 'kind', field: 'kind', what: 'change or activity', values: ['change', 'activity'] },
  { key: 'actorType', field: 'actorType', what: 'user, service, job …' },
  { key: 'affects', field: 'affects', what: 'whom it concerns: an id' },
  { key: 'org', field: 'org', what: 'the organisation' },
  { key: 'transaction', field: 'transactionId', what: 'the operation it belongs to' },
]

export const isTimeField = (field: LineField['field']): field is TimeField => timeFields.some((one) => one === field)

/** A field by what a line calls it, or by the API's name for it; upper and lower case are the same. */
export const lineFieldOf = (name: string): LineField | undefined => {
  const lower = name.toLowerCase()
  return lineFields.find(({ key, field }) => key.toLowerCase() === lower || field.toLowerCase() === lower)
}

/** What a line calls a field of the filter. */
export const keyOf = (field: FilterField | TimeField): string =>
  lineFields.find((one) => one.field === field)?.key ?? field
