/** Fields whose text is a name or a sentence: blanks around it say nothing. */
const texts: ReadonlySet<string> = new Set([
  'id',
  'type',
  'verb',
  'channel',
  'tenant',
  'org',
  'transactionId',
  'causationId',
  'reason',
  'occurredAt',
])
/** Fields that are objects of such texts. */
const objects: ReadonlySet<string> = new Set(['subject', 'actor', 'onBehalfOf', 'affects', 'context'])

/** Without the blanks around names, ids and sentences. States, deltas, calls and data are the caller's own, and stay as they are. A copy must be given: it is changed. */
export const trimmed = (value: unknown): unknown => {
  if (!isObject(value)) return value
  for (const [name, field] of Object.entries(value)) {
    if (texts.has(name)) value[name] = trim(field)
    else if (objects.has(name) && isObject(field))
      for (const [part, text] of Object.entries(field)) if (part !== '__proto__') field[part] = trim(text)
  }
  return value
}

const trim = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
