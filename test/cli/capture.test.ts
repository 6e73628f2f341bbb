import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openAnnals } from '../../src/main/open-annals.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import express from 'express'
import { serve } from '../http/support/running-server.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { inProcess } from './support/in-process.js'

const folder = temporaryFolder()
afterAll(folder.remove)
const on = ['--data-dir', join(folder.path, 'data')]
const ops = ['--actor', 'user/ops']
const viewed = ['emit', '--subject', 'post/1', '--verb', 'post.viewed', '--actor', 'user/u']

test('switches off and on, in a folder', async () => {
  const off = ['capture', 'off', ...on, ...ops, '--verb', 'post.viewed', '--channel', 'bulk', '--reason', 'too many']
  expect(await inProcess([...viewed, ...on])).toMatchObject({ code: 0 })
  expect((await inProcess(['capture', 'show', ...on])).stdout).toBe('everything is captured\n')
  const switched = await inProcess(off)
  expect(switched.stdout.replace(/since .*\)/, 'since T)')).toBe(
    'captured is what meets all of these  (version 0, since T)\nverbs: not post.viewed\nchannels: not bulk\n',
  )
  expect((await inProcess([...viewed, ...on])).stdout).toBe(
    'not stored: the rules for capture leave it out (verbs.exclude post.viewed)\n',
  )
  expect((await inProcess(['history', 'annals.capture/rules', ...on])).stdout).toContain('user/ops')
  const back = await inProcess(['capture', 'on', ...on, ...ops, '--verb', 'post.viewed', '--json'])
  expect(JSON.parse(back.stdout)).toMatchObject({ rules: { channels: { exclude: ['bulk'] } }, version: 1 })
  const other = await inProcess(['capture', 'on', ...on, ...ops, '--subject-type', 'x'])
  expect(other).toMatchObject({ code: 2, stderr: 'annals: --subject-type: "x" is not switched off\n' })
  expect(await inProcess(['capture', 'off', ...on, ...ops])).toMatchObject({ code: 2 })
})

test('replaces all rules by those of a file, at a server', async () => {
  const annals = await openAnnals({ dataDir: join(folder.path, 'served'), threads: 'in-thread' })
  const server = await serve(express().use(annals.router({ authorize: loopbackAuthorize })))
  const at = ['--url', server.url]
  const chunks = (text: string) => ({
    openInput: () => Promise.resolve({ chunks: [Buffer.from(text)] as never, sizeBytes: undefined }),
  })
  const rules = { verbs: { include: ['order.*'], exclude: ['order.viewed'] } }
  const set = ['capture', 'set', '-', ...at, ...ops]
  expect((await inProcess(set, chunks(JSON.stringify(rules)))).stdout).toContain(
    'verbs: only order.*\nverbs: not order.viewed\n',
  )
  expect(await annals.captureRules()).toMatchObject({ rules })
  const wrong = await inProcess(set, chunks('{"verbs":{"exclude":[1]}}'))
  expect(wrong).toMatchObject({ code: 2, stderr: 'annals: /rules/verbs/exclude/0: must be a string\n' })
  expect((await inProcess([...viewed, ...at])).stdout).toContain('(verbs.include)')
  expect((await inProcess(['capture', 'show', ...at, '--json'])).stdout).toContain('"version":0')
  await annals.close()
})
