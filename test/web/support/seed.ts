/** Sends events to a server, as lines. Every one must be taken. @returns when the feed has them. */
export const send = async (url: string, events: readonly Readonly<Record<string, unknown>>[]): Promise<void> => {
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  })
  const lines = (await response.text()).trim().split('\n')
  const answers = lines.map((line) => JSON.parse(line) as { receipt?: { position: string }; problem?: unknown })
  const refused = answers.find(({ receipt }) => receipt === undefined)
  if (!response.ok || refused !== undefined || answers.length !== events.length)
    throw new Error(`not taken: ${response.status} ${JSON.stringify(refused)}`)
  const last = answers.reduce((most, { receipt }) => Math.max(most, Number(receipt?.position)), 0)
  await fetch(`${url}/v1/activity?limit=1&after=${last}`)
}

const verbs = ['post.viewed', 'post.liked', 'order.paid'] as const
const channels = ['web', 'bulk', 'billing', 'web'] as const

/** Events a minute apart, the newest a minute before now: of ten actors, every tenth a failure. */
export const manyEvents = (count: number): readonly Readonly<Record<string, unknown>>[] =>
  Array.from({ length: count }, (_, index) => ({
    subject: { type: index % 3 === 2 ? 'order' : 'post', id: String(index % 50) },
    verb: verbs[index % 3],
    actor: { type: 'user', id: `u-${index % 10}`, name: `Person ${index % 10}` },
    channel: channels[index % 4],
    occurredAt: new Date(Date.now() - (index + 1) * 60_000).toISOString(),
    ...(index % 10 === 9 ? { outcome: { status: 'failure', error: { message: 'no money' } } } : {}),
  }))

export const markup = '<img src=x onerror="globalThis.wasHacked=true"><script>globalThis.wasHacked=true</script>'
/** Turns what stands behind it around, where it is not kept apart. */
export const bidi = '\u202Etxt.exe\u2066'

/** What somebody might send to harm who reads it. */
export const hostileEvents: readonly Readonly<Record<string, unknown>>[] = [
  {
    subject: { type: 'hostile', id: markup },
    verb: 'hostile.one',
    actor: { type: 'user', id: `${bidi}1`, name: `${markup}${bidi}` },
    reason: markup,
    change: { kind: 'state', state: JSON.parse('{"__proto__":1,"constructor":2}') as unknown },
  },
  {
    subject: { type: 'hostile', id: 'x'.repeat(256) },
    verb: 'hostile.two',
    actor: { type: 'user', id: `"quoted" and spaced*` },
    outcome: { status: 'failure', error: { code: bidi, message: markup.repeat(8) } },
    data: JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  },
  {
    subject: { type: 'hostile', id: markup },
    verb: 'hostile.three',
    actor: { type: 'user', id: 'u-1' },
    change: { kind: 'patch', delta: JSON.parse(`{"__proto__":[1,2],"${bidi}":["new"]}`) as unknown },
  },
]
