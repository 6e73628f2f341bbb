/** Events for the tests of single events, records and transactions: sent through the public API. */
export interface Story {
  readonly base: string
  readonly send: (path: string, body: unknown, method?: string) => Promise<Record<string, unknown>>
}

export const story = (base: string): Story => ({
  base,
  send: async (path, body, method = 'POST') => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return answer
  },
})

export const ada = { type: 'user', id: 'u-7', name: 'Ada Lovelace' }
export const eve = { type: 'user', id: 'u-666', name: '<img src=x onerror="document.title=1">\u202Eeve' }

/** A day before now, so that nothing lies ahead of the server's clock. */
const day = Date.now() - 86_400_000
export const at = (ms: number): string => new Date(day + ms).toISOString()

const sentence = 'It was the best of times, it was the worst of times, it was the age of wisdom. '

/** `post/42`: five versions; a nested change, a move, a long text, an added and a removed field. */
export const tellPost = async ({ send }: Story): Promise<void> => {
  const first = {
    title: 'A tale',
    text: sentence.repeat(20),
    author: { name: 'Charles', address: { city: 'London', street: 'Doughty Street' } },
    tags: [
      { id: 'a', label: 'novel' },
      { id: 'b', label: 'draft' },
      { id: 'c', label: 'history' },
    ],
    price: 12,
  }
  const second = { ...first, author: { name: 'Charles', address: { city: 'Paris', street: 'Rue de Courcelles' } } }
  const third = { ...second, tags: [first.tags[2], first.tags[0], first.tags[1]] }
  const text = `${sentence.repeat(10)}It was the season of Darkness. ${sentence.repeat(10)}`
  const fourth = { ...third, text, price: 15 }
  const { price: _, ...rest } = fourth
  const states = [first, second, third, fourth, { ...rest, published: true }]
  for (const [index, state] of states.entries()) {
    await send(
      '/v1/subjects/post/42',
      {
        state,
        actor: ada,
        channel: 'web',
        occurredAt: at(index * 60_000),
        reason: `Edit ${index}`,
        id: eventId(index),
      },
      'PUT',
    )
  }
  await send('/v1/events', {
    subject: { type: 'post', id: '42' },
    verb: 'post.viewed',
    actor: ada,
    occurredAt: at(400_000),
    context: { ip: '192.0.2.7', userAgent: 'Mozilla/5.0', method: 'GET', path: '/posts/42', entryPoint: 'http' },
  })
}

export const eventId = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

/** `checkout-1`: four subjects and services, a failed call and a slow one. */
export const tellCheckout = async ({ send }: Story): Promise<void> => {
  const common = { actor: ada, transactionId: 'checkout-1', channel: 'shop' }
  const order = { type: 'order', id: 'o-1' }
  const call = (
    service: string,
    operation: string,
    ms: number,
    durationMs: number,
    statusCode: number,
    id: number,
  ) => ({
    ...common,
    id: eventId(id),
    subject: order,
    verb: statusCode < 400 ? 'call.made' : 'call.failed',
    occurredAt: at(1_000_000 + ms),
    outcome:
      statusCode < 400
        ? { status: 'success' }
        : { status: 'failure', error: { code: 'E42', message: 'card declined' } },
    call: { direction: 'out', service, operation, method: 'POST', statusCode, durationMs, parameters: { amount: 12 } },
  })
  await send('/v1/events', [
    {
      ...common,
      id: eventId(100),
      subject: order,
      occurredAt: at(1_000_000),
      change: { kind: 'state', state: { total: 12, paid: false } },
    },
    call('payments', '/v1/charge', 40, 310, 402, 101),
    call('payments', '/v1/charge', 400, 842, 200, 102),
    {
      ...common,
      id: eventId(103),
      subject: { type: 'stock', id: 'book' },
      occurredAt: at(1_001_300),
      change: { kind: 'state', state: { left: 3 } },
    },
    call('mail', '/send', 1_320, 120, 202, 104),
    {
      ...common,
      id: eventId(105),
      subject: order,
      occurredAt: at(1_001_450),
      change: { kind: 'patch', delta: { paid: [false, true] } },
    },
  ])
}

/** `shelf/s`: two whole states, the second with the same books in another order. */
export const tellShelf = async ({ send }: Story): Promise<void> => {
  const books = [
    { id: 'a', title: 'Emma' },
    { id: 'b', title: 'Ulysses' },
    { id: 'c', title: 'Walden' },
  ]
  for (const [index, state] of [{ books }, { books: [books[2], books[0], books[1]] }].entries()) {
    await send('/v1/events', {
      subject: { type: 'shelf', id: 's' },
      actor: ada,
      id: eventId(400 + index),
      occurredAt: at(4_000_000 + index),
      change: { kind: 'state', state },
    })
  }
}

/** `note/<id>`: values that mean harm, or are at the limits. */
export const hostileId = '<script>alert(1)</script>/..%2F\u202Ex'
export const tellHostile = async ({ send }: Story): Promise<void> => {
  const subject = { type: 'note', id: hostileId }
  const before =
    '{"__proto__":{"polluted":1},"constructor":"a","":"empty","html":"<img src=x onerror=\\"document.title=1\\">","bidi":"user\\u202E nimda","deep":' +
    `${'['.repeat(60)}1${']'.repeat(60)}}`
  const after = before
    .replace('"polluted":1', '"polluted":2')
    .replace('"a"', '"b"')
    .replace('"empty"', '"not <b>empty</b>"')
  const changed = after.replace('document.title=1', 'document.title=2').replace('nimda', 'toor')
  for (const [index, state] of [before, changed].entries()) {
    const event = {
      subject,
      actor: eve,
      reason: '<b>bold</b>',
      transactionId: hostileId,
      id: eventId(200 + index),
      occurredAt: at(2_000_000 + index),
    }
    const body = JSON.stringify({ ...event, change: { kind: 'state', state: 0 } }).replace(
      '"state":0',
      `"state":${state}`,
    )
    await send('/v1/events', body)
  }
}

/** `list/big`: 5,000 items of which all change, and a text at the limit. */
export const tellBig = async ({ send }: Story): Promise<void> => {
  const list = (sign: number) => Array.from({ length: 5_000 }, (_, index) => (index + 1) * sign)
  const text = (word: string) => `${'lorem '.repeat(20_000)}${word} ${'ipsum '.repeat(10_000)}`
  const delta = {
    items: { _t: 'a', ...Object.fromEntries(list(1).map((value, index) => [index, [value, -value]])) },
    text: [text('old'), text('new')],
  }
  const event = { subject: { type: 'list', id: 'big' }, actor: ada }
  await send('/v1/events', {
    ...event,
    id: eventId(300),
    occurredAt: at(3_000_000),
    change: { kind: 'state', state: { items: list(1), text: text('old') } },
  })
  await send('/v1/events', { ...event, id: eventId(301), occurredAt: at(3_000_001), change: { kind: 'patch', delta } })
}
