import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { EmitInput } from '../../src/client/index.js'
import { withActor } from '../../src/client/index.js'
import { spool } from '../../src/main/spool.js'
import { take } from '../contract/client.contract.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { deferred } from './support/deferred.js'
import { answering, serverWithFaults } from './support/server-with-faults.js'

const actor = { type: 'user', id: 'ada' }
const subject = { type: 'post', id: '42' }
const viewed: EmitInput = { subject, verb: 'post.viewed', actor }
const read: EmitInput = { subject, verb: 'post.read', actor }
const rule = { field: 'verbs', list: 'exclude', pattern: 'post.viewed' }
const rules = { verbs: { exclude: ['post.viewed'] } }
const own = { type: 'annals.client', id: 'web' }

describe('what a client’s own rules leave out', () => {
  test('does not leave the process; the rules do, before the first of it is answered, and once', async () => {
    const { client, bodies, annals } = await serverWithFaults()
    const it = client({ capture: { name: 'web', rules } })
    await it.emit(read)
    expect(bodies).toHaveLength(1)
    expect(await Promise.all([it.emit(viewed), it.emit(viewed)])).toMatchObject([
      { captured: false, rule },
      { captured: false, rule },
    ])
    expect(bodies).toMatchObject([read, { state: rules, actor: { type: 'service', id: 'web' } }])
    expect(await annals.stateAt(own)).toMatchObject({ state: rules, version: 0 })
    const again = client({ capture: { name: 'web', rules } })
    await again.emit(viewed)
    expect(await annals.stateAt(own)).toMatchObject({ version: 0 })
  })

  test('is told in its place of many, of which the others are sent', async () => {
    const { client, annals } = await serverWithFaults()
    const it = client({ capture: { rules } })
    expect(await it.emitMany([viewed, read, viewed, { ...read, verb: 'post.liked' }])).toMatchObject([
      { captured: false },
      { duplicate: false },
      { captured: false },
      { duplicate: false },
    ])
    expect(await it.emitMany([viewed])).toMatchObject([{ captured: false }])
    const { items } = await annals.history(subject, { include: 'all' })
    expect(items.map(({ verb }) => verb)).toEqual(['post.read', 'post.liked'])
  })

  test('may be states and changes by the type of their subject, and a restore is refused', async () => {
    const { client, annals } = await serverWithFaults()
    const it = client({ capture: { rules: { subjectTypes: { include: ['order'] } } } })
    const out = { captured: false, rule: { field: 'subjectTypes', list: 'include' } }
    expect(await it.recordState(subject, { n: 1 }, { actor })).toMatchObject(out)
    expect(await it.recordChange(subject, { n: 1 }, { n: 2 }, { actor })).toMatchObject(out)
    const refused = { error: { _tag: 'NotCaptured', subject, rule: out.rule } }
    await expect(it.restore(subject, { version: 0, actor })).rejects.toMatchObject(refused)
    await expect(annals.stateAt(subject)).rejects.toThrow('SubjectNotFound')
    expect(await it.recordState({ type: 'order', id: '1' }, 1, { actor })).toMatchObject({ version: 0 })
  })

  test('is told by a dry run of a restore too, which records nothing', async () => {
    const { client, annals } = await serverWithFaults()
    const { path, remove } = temporaryFolder()
    onTestFinished(remove)
    const capture = { rules: { subjectTypes: { include: ['order'] } } }
    const refused = { error: { _tag: 'NotCaptured', subject, rule: { field: 'subjectTypes', list: 'include' } } }
    for (const it of [
      client({ capture }),
      client({ capture, whenUnavailable: spool({ folder: join(path, 'spool') }) }),
    ]) {
      await expect(it.restore(subject, { version: 0, actor, dryRun: true })).rejects.toMatchObject(refused)
      await it.flush()
      await expect(annals.stateAt({ type: 'annals.client', id: 'default' })).rejects.toThrow('SubjectNotFound')
    }
  })

  test('changes with the rules, by whom the context names; they hold once the store has them', async () => {
    const { client, annals } = await serverWithFaults()
    const it = client({ capture: { name: 'web' } })
    expect(it.captureRules()).toEqual({})
    await withActor(actor, () => it.setCaptureRules(rules, { reason: 'too many' }))
    expect(it.captureRules()).toEqual(rules)
    expect(await it.emit(viewed)).toMatchObject({ captured: false })
    await it.setCaptureRules({})
    expect(await it.emit(viewed)).toMatchObject({ duplicate: false })
    expect((await annals.history(own)).items).toMatchObject([
      { actor, reason: 'too many', verb: 'annals.client.created' },
      { actor: { type: 'service', id: 'web' }, verb: 'annals.client.updated' },
    ])
  })

  test('is left out of what nobody waits for, too, and of a spool', async () => {
    const { client, annals } = await serverWithFaults()
    const soon = client({ capture: { name: 'soon', rules } })
    expect(soon.emitSoon(viewed)).toMatchObject({ rule })
    expect(soon.emitSoon(read)).not.toHaveProperty('rule')
    await soon.flush()
    const { path, remove } = temporaryFolder()
    onTestFinished(remove)
    const spooling = client({
      capture: { name: 'spooled', rules },
      whenUnavailable: spool({ folder: join(path, 'spool') }),
    })
    expect(await spooling.emitMany([viewed, { ...read, verb: 'post.liked' }])).toMatchObject([
      { captured: false, rule },
      { spooled: true },
    ])
    expect(await spooling.emit(viewed)).toMatchObject({ captured: false, rule })
    expect(await spooling.recordState(subject, 1, { actor, verb: 'post.viewed' })).toMatchObject({ captured: false })
    await expect(spooling.restore(subject, { version: 0, actor, verb: 'post.viewed' })).rejects.toMatchObject({
      error: { _tag: 'NotCaptured' },
    })
    expect(await spooling.flush()).toEqual({ left: 0 })
    const { items } = await annals.history(subject, { include: 'all' })
    expect(items.map(({ verb }) => verb)).toEqual(['post.read', 'post.liked'])
    for (const id of ['soon', 'spooled'])
      await vi.waitFor(async () => {
        expect(await annals.stateAt({ ...own, id })).toMatchObject({ state: rules, version: 0 })
      })
    await spooling.close()
  })

  test('is nothing where the rules cannot be recorded: the call fails, the rules stay', async () => {
    const { client } = await serverWithFaults(answering(2, 503))
    const it = client({ retry: { attempts: 1 }, capture: { rules } })
    await expect(it.emit(viewed)).rejects.toThrow('503')
    await expect(it.setCaptureRules({})).rejects.toThrow('503')
    expect(it.captureRules()).toEqual(rules)
    expect(await it.emit(viewed)).toMatchObject({ captured: false })
  })

  test('is told before the rules that come next, however long those take: the record ends on these', async () => {
    const held = deferred()
    const asked = deferred()
    const { client, annals } = await serverWithFaults((request, _response, next) => {
      if (request.method !== 'PUT') next()
      else {
        asked.resolve(undefined)
        void held.promise.then(() => next())
      }
    })
    const it = client({ capture: { name: 'web', rules } })
    const next = { verbs: { exclude: ['post.viewed', 'post.liked'] } }
    const setting = it.setCaptureRules(next)
    await asked.promise
    const leftOut = it.emit(viewed)
    held.resolve(undefined)
    expect(await leftOut).toMatchObject({ captured: false, rule })
    await setting
    expect((await annals.history(own)).items).toHaveLength(2)
    expect(await annals.stateAt(own, { version: 0 })).toMatchObject({ state: rules })
    expect(await annals.stateAt(own)).toMatchObject({ state: next, version: 1 })
  })

  test('is told before any other of many is sent: where that fails, nothing is stored', async () => {
    const { client, annals } = await serverWithFaults((request, response, next) => {
      if (request.method === 'PUT') response.writeHead(503).end()
      else next()
    })
    const it = client({ retry: { attempts: 1 }, capture: { rules } })
    await expect(it.emitMany([viewed, read])).rejects.toThrow('503')
    await expect(annals.history(subject, { include: 'all' })).rejects.toThrow('SubjectNotFound')
  })

  test('lets nothing overtake those of many that wait for it', async () => {
    const { client, annals } = await serverWithFaults()
    const it = client({ capture: { rules } })
    await Promise.all([
      it.emitMany([viewed, read]),
      it.emit({ ...read, verb: 'post.liked' }),
      it.recordState(subject, 1, { actor }),
    ])
    const { items } = await annals.history(subject, { include: 'all' })
    expect(items.map(({ verb }) => verb)).toEqual(['post.read', 'post.liked', 'post.created'])
  })

  test('is refused where it makes no sense', async () => {
    const { client } = await serverWithFaults()
    expect(() => client({ capture: { rules: { verbs: { exclude: [''] } } } })).toThrow('/rules/verbs/exclude/0')
    await expect(client().setCaptureRules({ verb: {} } as object)).rejects.toThrow('/rules/verb')
  })
})

test('what the store’s rules leave out is told like that', async () => {
  const { client, annals } = await serverWithFaults()
  await annals.setCaptureRules({ rules, actor })
  expect(await annals.captureRules()).toMatchObject({ rules, version: 0 })
  expect(await client().emit(viewed)).toMatchObject({ captured: false, rule })
  expect(await annals.emit({ subject, verb: 'post.viewed', actor })).toMatchObject({ captured: false, rule })
  await annals.setCaptureRules({ rules: { subjectTypes: { exclude: ['*'] } }, actor })
  const it = client({ capture: { name: 'web', rules } })
  await it.emit(viewed)
  expect((await take(it.history(own))).map(({ verb }) => verb)).toEqual(['annals.client.created'])
  await expect(it.restore(subject, { version: 0, actor })).rejects.toMatchObject({ error: { _tag: 'NotCaptured' } })
})
