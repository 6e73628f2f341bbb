// Runs the built program under plain node as a newcomer would: serve, record, read back, travel, restore, stop.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/src/main/annals.js', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'annals-smoke-'))
let passed = 0
let failed = 0
const expect = (name, actual, expected) => {
  const same = JSON.stringify(actual) === JSON.stringify(expected)
  if (same) passed += 1
  else failed += 1
  console.log(same ? `ok   ${name}` : `FAIL ${name}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`)
}

const server = spawn(process.execPath, [program, 'serve', '--data-dir', dataDir, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
try {
  const url = await new Promise((resolve, reject) => {
    let text = ''
    server.on('exit', (code) => reject(new Error(`serve ended with ${code}`)))
    server.stdout.on('data', (chunk) => {
      text += chunk
      const found = /http:\/\/\S+:\d+/.exec(text)
      if (found) resolve(found[0])
    })
  })
  const call = async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json().catch(() => null) }
  }
  const actor = { type: 'user', id: 'u-7' }
  for (const [index, title] of ['First', 'Second', 'Third'].entries()) {
    const put = await call('PUT', '/v1/subjects/post/42', { state: { title }, actor, channel: 'web' })
    expect(`PUT version ${index}`, [put.status, put.body.version], [201, index])
  }
  const old = await call('GET', '/v1/subjects/post/42?version=0')
  expect('the first version', [old.status, old.body.state], [200, { title: 'First' }])
  const restored = await call('POST', '/v1/subjects/post/42/restore', { version: 0, actor, reason: 'smoke' })
  expect('restore', [restored.status, restored.body.version], [201, 3])
  const feed = await call('GET', `/v1/activity?after=${restored.body.position}&verb=post.*`)
  expect(
    'the feed',
    feed.body.items.map((item) => item.verb),
    ['post.restored', 'post.updated', 'post.updated', 'post.created'],
  )
  const stats = await call('GET', `/v1/stats?groupBy=verb&after=${restored.body.position}`)
  expect('statistics', stats.body.total, 4)
  const wrong = await call('POST', '/v1/events', {
    subject: { type: 'post', id: '42' },
    verb: 'post.viewed',
    actor,
    colour: 'red',
  })
  expect('bad input names the field', [wrong.status, JSON.stringify(wrong.body).includes('colour')], [400, true])
  server.removeAllListeners('exit')
  server.kill('SIGTERM')
  const [code] = await once(server, 'exit')
  expect('SIGTERM ends with code 0', code, 0)
} catch (error) {
  failed += 1
  console.log(`FAIL ${error.stack}`)
  server.kill('SIGKILL')
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
