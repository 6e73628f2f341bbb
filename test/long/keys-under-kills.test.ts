import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { serve } from '../cli/support/run-annals.js'
import { temporaryFolder } from '../support/temporary-folder.js'

/*
 * The built server is killed again and again while requests with keys are under way. Every request is repeated until it is answered: what was answered before a kill is
 * answered the same after it, and each event is stored once.
 */

const folder = temporaryFolder()
afterAll(folder.remove)

const actor = { type: 'service', id: 'shop' }
const rounds = 5
const perRound = 48

interface Keyed {
  readonly key: string
  readonly type: string
  readonly body: string
  readonly events: number
}

/** One event, an array, or lines; none has an id of its own. */
const requestOf = (n: number): Keyed => {
  const event = (part: number) => ({
    subject: { type: 'order', id: String(n) },
    verb: 'order.paid',
    actor,
    data: { part },
  })
  const key = `request-${n}`
  const many = [event(0), event(1), event(2)]
  if (n % 3 === 0) return { key, type: 'application/json', body: JSON.stringify(event(0)), events: 1 }
  if (n % 3 === 1) return { key, type: 'application/json', body: JSON.stringify(many), events: 3 }
  const lines = many.map((one) => JSON.stringify(one)).join('\n')
  return { key, type: 'application/x-ndjson', body: lines, events: 3 }
}

interface Answer {
  readonly status: number
  readonly replayed: string | null
  readonly text: string
}

/** Undefined where the server was gone before the whole answer was there. */
const send = async (url: string, { key, type, body }: Keyed): Promise<Answer | undefined> => {
  try {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': type, 'idempotency-key': key },
      body,
    })
    const text = await response.text()
    return { status: response.status, replayed: response.headers.get('idempotency-replayed'), text }
  } catch {
    return undefined
  }
}

const withoutDuplicate = (text: string): string => text.replaceAll('"duplicate":true', '"duplicate":false')

test('keys hold through SIGKILL: each event is stored once, each answer stays what it was', async () => {
  const [kills = []] = fc.sample(
    fc.array(fc.integer({ min: 0, max: perRound - 16 }), { minLength: rounds, maxLength: rounds }),
    { numRuns: 1, seed: 20_261_129 },
  )
  const requests = Array.from({ length: rounds * perRound }, (_, n) => requestOf(n))
  const answers = new Map<string, Answer>()
  let interrupted = 0
  for (const [round, killAfter] of kills.entries()) {
    const server = await serve(folder.path)
    // Those of the rounds before that were not answered, and new ones.
    const due = requests.slice(0, (round + 1) * perRound).filter(({ key }) => !answers.has(key))
    let answered = 0
    let reached: () => void = () => undefined
    const moment = new Promise<void>((resolve) => (reached = resolve))
    if (killAfter === 0) reached()
    const sending = due.map(async (request) => {
      const answer = await send(server.url, request)
      if (answer === undefined) interrupted++
      else answers.set(request.key, answer)
      if (++answered >= killAfter) reached()
    })
    await moment
    await server.stop('SIGKILL')
    await Promise.all(sending)
  }
  expect(interrupted).toBeGreaterThan(0)
  expect(answers.size).toBeGreaterThan(0)

  const server = await serve(folder.path)
  for (const request of requests) {
    const answer = await send(server.url, request)
    const before = answers.get(request.key)
    if (before === undefined) expect(answer?.status).toBeOneOf([200, 201])
    else expect({ key: request.key, ...answer }).toEqual({ key: request.key, ...before, replayed: 'true' })
    const receipts = withoutDuplicate(answer?.text ?? '').match(/"duplicate":false/g)
    expect([request.key, receipts?.length]).toEqual([request.key, request.events])
  }
  const total = async (): Promise<number> => {
    const answer = await fetch(`${server.url}/v1/stats?groupBy=verb`)
    return ((await answer.json()) as { readonly total: number }).total
  }
  // The projections follow the log.
  await expect.poll(total, { timeout: 60_000 }).toBe(requests.reduce((sum, { events }) => sum + events, 0))
  expect((await server.stop()).code).toBe(0)
}, 600_000)
