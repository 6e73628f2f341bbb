import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changesOf, openGuarded, post } from '../support/guarded.js'
import type { Guarded } from '../support/guarded.js'
import { batch, openStub, piece, proposal } from './support/stub.js'

let open: Guarded
beforeAll(async () => {
  open = await openGuarded()
})
afterAll(() => open.close())

describe('the batch call', () => {
  it('says why the guard refuses an append, and stores the others', async () => {
    const subject = post('kept')
    await open.record(subject, { n: 1 })
    const stub = openStub(open.port)
    const answers = await batch(
      stub,
      [
        piece({ correlationId: randomUUID(), stream: changesOf(subject), events: [proposal(randomUUID())] }),
        piece({ correlationId: randomUUID(), stream: 'other', events: [proposal(randomUUID())] }),
      ],
      2,
    )
    stub.close()
    const reasons = answers.map(({ error, success }) => error?.message ?? success?.currentRevision)
    expect(reasons.sort()).toEqual(['0', 'stream post-default:kept holds events of Annals, and takes no others'])
    expect(answers.map(({ error }) => error?.details?.typeUrl ?? '').join('')).toContain('AccessDenied')
    await expect(open.lastRevision(changesOf(subject))).resolves.toBe(0n)
  })
})
