import { request as ask } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { listen } from './listen.js'

export interface UnreliableProxy {
  readonly url: string
  /** What it did to how many requests. */
  readonly did: Readonly<Record<Fault | 'nothing', number>>
  readonly close: () => Promise<void>
}
type Fault = 'delayed' | 'dropped' | 'duplicated' | 'cut' | 'swallowed'

/** A way to a server on which requests are delayed, dropped, sent twice (the second time when the first has long been answered), and answers are cut off or never come. */
export const startUnreliableProxy = async (target: string, random: () => number): Promise<UnreliableProxy> => {
  const did = { delayed: 0, dropped: 0, duplicated: 0, cut: 0, swallowed: 0, nothing: 0 }
  const late = new Set<Promise<unknown>>()
  const pick = (): Fault | 'nothing' => {
    const roll = random()
    if (roll < 0.1) return 'delayed'
    if (roll < 0.2) return 'dropped'
    if (roll < 0.35) return 'duplicated'
    if (roll < 0.45) return 'cut'
    return roll < 0.5 ? 'swallowed' : 'nothing'
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = pick()
    did[fault] += 1
    const body = await bodyOf(request)
    if (fault === 'dropped') return void response.destroy()
    if (fault === 'delayed') await sleep(random() * 600)
    const forward = (): Promise<Answer> => send(target, request, body)
    if (fault === 'duplicated') {
      const second = sleep(random() * 300)
        .then(forward)
        .catch(() => undefined)
      late.add(second)
      void second.finally(() => late.delete(second))
    }
    const answer = await forward()
    if (fault === 'swallowed') return
    if (fault !== 'cut')
      return void response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
    response.writeHead(answer.status, { 'content-length': answer.body.length })
    response.write(answer.body.subarray(0, Math.floor(random() * answer.body.length)), () => response.destroy())
  }
  const { url, close } = await listen((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  return {
    url,
    did,
    close: async () => {
      await Promise.all(late)
      await close()
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: Buffer
}

const send = (target: string, { method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host: _, ...rest } = headers
    const sent = ask(new URL(url, target), { method, headers: rest }, (answer) => {
      bodyOf(answer).then((bytes) => resolve({ status: answer.statusCode ?? 502, body: bytes }), reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })

const bodyOf = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
}
