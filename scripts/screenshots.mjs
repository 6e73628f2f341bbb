import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../dist/test/support/chromium.js'
import { demoEvents } from './demo-events.mjs'

/*
 * Pictures of every page of the dashboard, at three widths and in both themes, over demo data: `npm run screenshots -- FOLDER [PAGE …]`.
 */

const [folder, ...wanted] = process.argv.slice(2)
if (folder === undefined) {
  console.error('usage: npm run screenshots -- FOLDER [PAGE …]')
  process.exit(2)
}

const widths = [
  [360, 780],
  [1280, 800],
  [1800, 1100],
]
/** Nothing is being loaded or drawn any more, for some frames; 15 seconds at most. The live feed never rests, so that the network's silence cannot be waited for. */
const untilCalm = `(async () => {
  const endsAt = performance.now() + 15000
  for (let calm = 0; calm < 20 && performance.now() < endsAt; ) {
    calm = document.querySelector('.loading, [aria-busy="true"], .plot:empty') === null ? calm + 1 : 0
    await new Promise((done) => requestAnimationFrame(done))
  }
})()`
const themes = ['light', 'dark']
const program = fileURLToPath(new URL('../dist/src/main/annals.js', import.meta.url))
const dataDir = mkdtempSync(join(tmpdir(), 'annals-screenshots-'))
const server = spawn(
  process.execPath,
  [program, 'serve', '--data-dir', dataDir, '--port', '0', '--log-level', 'warn'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
try {
  const [line] = await once(createInterface(server.stdout), 'line')
  const url = /^annals listens on (\S+)/.exec(line)?.[1]
  if (url === undefined) throw new Error(`the server said ${line}`)
  const pages = await pagesOver(url, await load(url))
  mkdirSync(resolve(folder), { recursive: true })
  const browser = await launchChromium()
  for (const colorScheme of themes)
    for (const [width, height] of widths) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
      })
      const page = await context.newPage()
      for (const [name, path] of Object.entries(pages)) {
        if (wanted.length > 0 && !wanted.includes(name)) continue
        await page.goto(url + path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.evaluate(untilCalm)
        const file = join(resolve(folder), `${name}-${width}-${colorScheme}.png`)
        // The feed's height is that of the window: it has as many rows as one scrolls to.
        await page.screenshot({ path: file, fullPage: !name.startsWith('feed') })
        console.log(file)
      }
      await context.close()
    }
  await browser.close()
} finally {
  server.kill()
  await once(server, 'exit')
  rmSync(dataDir, { recursive: true, force: true })
}

/** Sends the demo's events, a few bad ones too, and waits until they can be read. @returns the last events */
async function load(url) {
  const events = demoEvents(Date.now() - 60_000)
  const post = (body, type) => fetch(`${url}/v1/events`, { method: 'POST', headers: { 'content-type': type }, body })
  const answer = await post(events.map((event) => JSON.stringify(event)).join('\n'), 'application/x-ndjson')
  const lines = (await answer.text())
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one))
  const refused = lines.find(({ problem }) => problem !== undefined)
  if (refused !== undefined) throw new Error(`the demo's events were refused: ${JSON.stringify(refused)}`)
  for (const bad of [{ verb: '' }, { subject: 1 }, { verb: 'a b', channel: 'Web' }])
    await post(JSON.stringify(bad), 'application/json')
  await fetch(`${url}/v1/stats?after=${lines.at(-1).receipt.position}`)
  const { items } = await (await fetch(`${url}/v1/activity?limit=200`)).json()
  return items
}

/** By the name of the picture. */
async function pagesOver(url, events) {
  const change = events.find(({ changedPaths = [], version }) => version > 2 && changedPaths.length > 0) ?? events[0]
  const { items } = await (await fetch(`${url}/v1/activity?verb=shipment.booked&limit=1`)).json()
  const transaction = items[0]?.transactionId ?? 'none'
  return {
    feed: '/',
    'feed-filtered': '/?outcome=failure',
    'feed-event': `/?event=${change.id}`,
    record: `/records/${change.subject.type}/${encodeURIComponent(change.subject.id)}`,
    transaction: `/transactions/${encodeURIComponent(transaction)}`,
    statistics: '/statistics',
    operations: '/operations',
  }
}
