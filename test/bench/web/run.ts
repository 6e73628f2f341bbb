import type { Browser } from 'playwright-core'
import { isChromiumThere, launchChromium } from '../../support/chromium.js'
import { startAnnals } from '../child-process.js'
import { eventMaker } from '../events.js'
import { median, withFolder } from '../measure.js'
import { caughtUp, withAnnals } from '../store.js'
import { serveBarePage } from './bare-page.js'
import { filterChangeMs, readyAfterMs, scrollTo } from './in-page.js'
import { framesOf, traceCategories } from './trace.js'

/*
 * How fast the feed is in a browser, over loopback: `npm run bench:web -- [EVENTS]` (1,000,000 by default). Ends with 1 where a target is missed.
 */

const count = Number(process.argv[2] ?? 1_000_000)
const loads = 9
const rows = 10_000
const changes = 7
const targets = { interactiveMs: 500, frameMs: 50, changeMs: 150 }

const tell = (line: string): void => console.log(line)

const build = (folder: string): Promise<void> =>
  withAnnals(folder, 'running', async (annals) => {
    const make = eventMaker(0, { subjectsPerLane: 100_000 })
    const stepMs = 20_000
    const firstAt = Date.now() - (count + 1) * stepMs
    let position = -1
    for (let at = 0; at < count; at += 1_000) {
      const size = Math.min(1_000, count - at)
      const events = Array.from({ length: size }, (_, index) => make(firstAt + (at + index) * stepMs))
      const last = (await annals.emitMany(events)).at(-1)
      if (last !== undefined && 'position' in last) position = Number(last.position)
    }
    await caughtUp(annals, position)
  })

const figure = (what: string, measured: string, target: string, met: boolean): boolean => {
  tell(`${met ? 'met   ' : 'MISSED'}  ${what}: ${measured} (target: ${target})`)
  return met
}

const ms = (value: number): string => `${value.toFixed(0)} ms`

const load = async (browser: Browser, url: string): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.goto(url, { waitUntil: 'commit' })
  const time = await page.evaluate<number>(readyAfterMs)
  await context.close()
  return time
}

/** By turns with a page that has nothing but the rows. */
const measureLoads = async (browser: Browser, url: string): Promise<boolean> => {
  const bare = await serveBarePage(url.replace(/\/$/, ''))
  const times: number[] = []
  const bareTimes: number[] = []
  for (let n = 0; n < loads; n++) {
    bareTimes.push(await load(browser, bare.url))
    times.push(await load(browser, url))
  }
  bare.close()
  const middle = median(times)
  const share = (middle / median(bareTimes)).toFixed(1)
  return figure(
    `interactive after the HTML, ${loads} loads without cache, the middle one (most ${ms(Math.max(...times))})`,
    `${ms(middle)}, ${share} times the ${ms(median(bareTimes))} of a bare table of the same rows`,
    `< ${targets.interactiveMs} ms`,
    middle < targets.interactiveMs,
  )
}

const measureScroll = async (browser: Browser, url: string): Promise<boolean> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(url)
  await page.evaluate(readyAfterMs)
  await browser.startTracing(page, { categories: traceCategories })
  const wanted = Math.min(rows, count)
  const { reached, ms: took } = await page.evaluate<{ readonly reached: number; readonly ms: number }>(
    scrollTo(wanted, 400, 180_000),
  )
  const frames = framesOf(await browser.stopTracing())
  await page.close()
  tell(`        scrolled to row ${reached} in ${(took / 1_000).toFixed(1)} s, ${frames.count} frames`)
  const met = reached >= wanted && frames.over50Ms === 0
  return figure(
    `the longest frame of them (${frames.over50Ms} over ${targets.frameMs} ms; longest task ${ms(frames.longestTaskMs)})`,
    ms(frames.longestMs),
    `none over ${targets.frameMs} ms`,
    met,
  )
}

const measureChanges = async (browser: Browser, url: string): Promise<boolean> => {
  const times: number[] = []
  for (let n = 0; n < changes; n++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    await page.evaluate(readyAfterMs)
    const time = await page.evaluate<number | undefined>(filterChangeMs(n % 3))
    if (time !== undefined) times.push(time)
    await page.close()
  }
  if (times.length === 0) return figure('a filter change', 'no filter was found', 'one', false)
  const middle = median(times)
  return figure(
    `a filter change until it is shown, ${times.length} of them, the middle one (most ${ms(Math.max(...times))})`,
    ms(middle),
    `< ${targets.changeMs} ms`,
    middle < targets.changeMs,
  )
}

if (!isChromiumThere) throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH')
if (!Number.isSafeInteger(count) || count < 1) throw new Error('usage: npm run bench:web -- [EVENTS]')

process.exitCode = await withFolder(async (folder) => {
  tell(`${count.toLocaleString('en-US')} events are stored …`)
  await build(folder)
  const server = await startAnnals(folder)
  const browser = await launchChromium()
  try {
    const met = [
      await measureLoads(browser, `${server.url}/`),
      await measureScroll(browser, `${server.url}/`),
      await measureChanges(browser, `${server.url}/`),
    ]
    return met.every(Boolean) ? 0 : 1
  } finally {
    await browser.close()
    await server.stop()
  }
})
