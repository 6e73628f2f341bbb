/** The events of a small shop with a magazine, over some weeks up to a time: always the same but for that time. */
export const demoEvents = (until, count = 900, days = 35) => {
  const random = randomFrom(7)
  const pick = (items) => items[Math.floor(random() * items.length)]
  const records = new Map()
  const events = []
  const times = Array.from({ length: count }, () => timeOf(random, until, days)).sort((a, b) => a - b)

  const change = (at, type, id, next, details) => {
    const before = records.get(`${type}/${id}`)
    records.set(`${type}/${id}`, next)
    const delta = before === undefined ? undefined : deltaOf(before, next)
    events.push({
      subject: { type, id },
      occurredAt: new Date(at).toISOString(),
      change: delta === undefined ? { kind: 'state', state: next } : { kind: 'patch', delta },
      ...details,
    })
  }
  const activity = (at, type, id, details) =>
    events.push({ subject: { type, id }, occurredAt: new Date(at).toISOString(), ...details })

  const write = {
    post: (at) => {
      const id = pick(posts)
      const before = records.get(`post/${id}`)
      const next =
        before === undefined
          ? { title: titleOf(id), status: 'draft', tags: [pick(tags), pick(tags)].filter(unique), words: 200 }
          : pick([
              { ...before, title: `${titleOf(id)} ${pick(['(updated)', 'in 2026', 'at last', 'explained'])}` },
              { ...before, status: before.status === 'draft' ? 'published' : 'draft' },
              {
                ...before,
                words: before.words + Math.ceil(random() * 400),
                tags: [...before.tags, pick(tags)].filter(unique),
              },
            ])
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(next)) return
      change(at, 'post', id, next, {
        verb:
          before === undefined
            ? 'post.created'
            : before.status === next.status
              ? 'post.updated'
              : `post.${next.status === 'draft' ? 'withdrawn' : 'published'}`,
        actor: pick(editors),
        channel: 'web',
        ...(random() < 0.2 ? { reason: pick(['A reader wrote in', 'Typo', 'New figures', 'Legal asked']) } : {}),
      })
    },
    product: (at) => {
      const id = pick(products)
      const before = records.get(`product/${id}`)
      const next =
        before === undefined
          ? { name: titleOf(id), price: { amount: 900 + Math.ceil(random() * 9_000), currency: 'EUR' }, stock: 40 }
          : pick([
              {
                ...before,
                price: { ...before.price, amount: before.price.amount + Math.ceil((random() - 0.45) * 400) },
              },
              { ...before, stock: before.stock + Math.ceil(random() * 30) },
            ])
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(next)) return
      const isImport = random() < 0.35
      change(at, 'product', id, next, {
        verb:
          before === undefined
            ? 'product.created'
            : before.stock === next.stock
              ? 'product.repriced'
              : 'product.restocked',
        actor: isImport ? importer : pick(merchants),
        channel: isImport ? 'bulk' : 'web',
      })
    },
    order: (at) => {
      const id = String(5_000 + events.length)
      const actor = pick(customers)
      const transactionId = `checkout-${id}`
      const common = { actor, channel: 'shop', transactionId }
      const total = 1_500 + Math.ceil(random() * 12_000)
      change(
        at,
        'order',
        id,
        { status: 'placed', total, lines: 1 + Math.floor(random() * 4) },
        { verb: 'order.placed', ...common },
      )
      const fails = random() < 0.09
      const durationMs = Math.ceil(180 * Math.exp(1.1 * normal(random)))
      activity(at + 60, 'order', id, {
        verb: 'payment.charged',
        ...common,
        outcome: fails ? { status: 'failure', error: pick(paymentErrors) } : { status: 'success' },
        call: {
          direction: 'out',
          service: 'payments',
          operation: '/v1/charges',
          method: 'POST',
          statusCode: fails ? 402 : 201,
          durationMs,
          parameters: { total },
        },
      })
      if (fails) return
      const paidAt = at + 80 + durationMs
      change(paidAt, 'order', id, { ...records.get(`order/${id}`), status: 'paid' }, { verb: 'order.paid', ...common })
      activity(paidAt + 20, 'order', id, {
        verb: 'shipment.booked',
        ...common,
        actor: { type: 'service', id: 'fulfilment' },
        call: {
          direction: 'out',
          service: 'warehouse',
          operation: '/parcels',
          method: 'POST',
          statusCode: 200,
          durationMs: Math.ceil(60 * Math.exp(0.6 * normal(random))),
        },
      })
    },
    visit: (at) => {
      const [verb, operation, type, id] = pick([
        ['search.run', 'GET /search', 'index', 'products'],
        ['post.viewed', 'GET /posts/:id', 'post', pick(posts)],
        ['report.exported', 'POST /exports', 'report', pick(['sales', 'stock', 'vat'])],
      ])
      const fails = random() < 0.03
      activity(at, type, id, {
        verb,
        actor: pick(verb === 'report.exported' ? merchants : [...customers, ...editors]),
        channel: verb === 'report.exported' ? 'reports' : 'web',
        outcome: fails
          ? { status: 'failure', error: { type: 'Timeout', message: 'The database did not answer in time.' } }
          : { status: 'success' },
        call: {
          direction: 'in',
          service: 'website',
          operation,
          statusCode: fails ? 504 : 200,
          durationMs: Math.ceil((verb === 'report.exported' ? 2_400 : 35) * Math.exp(0.7 * normal(random))),
        },
      })
    },
  }
  for (const at of times) write[pick(['post', 'product', 'product', 'order', 'order', 'visit', 'visit', 'visit'])](at)
  // Some calls of the last order end behind the present: nothing is said of the future.
  return events.filter(({ occurredAt }) => Date.parse(occurredAt) <= until)
}

const people = (type, names) => names.map((name) => ({ type, id: name.toLowerCase().replaceAll(' ', '.'), name }))
const editors = people('user', ['Ada Okafor', 'Mira Lindqvist', 'Tomás Rivera'])
const merchants = people('user', ['Grace Chen', 'Jonas Weber'])
const customers = people('customer', [
  'Noor Haddad',
  'Sofia Rossi',
  'Kenji Mori',
  'Lea Dubois',
  'Amir Khan',
  'Ines Costa',
])
const importer = { type: 'service', id: 'supplier-import' }
const posts = ['how-we-roast', 'brewing-at-home', 'meet-the-farmers', 'grinders-compared', 'cold-brew', 'water-matters']
const products = [
  'ethiopia-guji',
  'colombia-huila',
  'espresso-blend',
  'hand-grinder',
  'gooseneck-kettle',
  'paper-filters',
]
const tags = ['coffee', 'guide', 'gear', 'origins', 'news']
const paymentErrors = [
  { type: 'CardDeclined', code: 'card_declined', message: 'The card was declined.' },
  { type: 'Timeout', message: 'The bank did not answer within 10 s.' },
]

const titleOf = (id) => id.replaceAll('-', ' ').replace(/^./, (first) => first.toUpperCase())
const unique = (value, at, all) => all.indexOf(value) === at

/** Mostly on weekdays, mostly in the daytime. */
const timeOf = (random, until, days) => {
  for (;;) {
    const at = Math.floor(until - random() * days * 86_400_000)
    const date = new Date(at)
    const byHour = Math.exp(-(((date.getUTCHours() - 13) / 4.5) ** 2))
    const byDay = [0.35, 1, 0.95, 1, 0.9, 0.8, 0.4][date.getUTCDay()]
    if (random() < 0.05 + byHour * byDay) return at
  }
}

/** A delta of jsondiffpatch for objects without arrays in common but whole ones. */
const deltaOf = (before, after) =>
  Object.fromEntries(
    Object.keys(after)
      .filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      .map((key) => [
        key,
        isPlain(before[key]) && isPlain(after[key]) ? deltaOf(before[key], after[key]) : [before[key], after[key]],
      ]),
  )
const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Mulberry32. */
const randomFrom = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const normal = (random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
