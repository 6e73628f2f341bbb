import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, holdBack, withBrowser } from './support/browser.js'
import { record } from './support/events.js'
import { withServer } from './support/server.js'
import { story, tellPost } from './support/stories.js'

const seen = (verb: string, hours: number, more: object = {}) => ({
  subject: { type: 'page', id: '1' },
  actor: { type: 'user', id: 'ada' },
  verb,
  channel: 'site',
  occurredAt: new Date(Date.now() - hours * 3_600_000).toISOString(),
  ...more,
})

/** Three of two days ago, four of a month and a half ago. */
const events = [
  ...Array.from({ length: 3 }, () => seen('page.viewed', 48)),
  ...Array.from({ length: 4 }, () => seen('page.printed', 45 * 24)),
]

/** Notes each heading and the lines below it that are ever on the page together. */
const noteComparisons = `(() => {
  const textOf = (element) => element.innerText.replaceAll(/\\s+/g, ' ').trim()
  globalThis.notes = []
  const note = () => {
    const heading = document.getElementById('compare-title')
    if (heading === null) return
    const lines = [...document.querySelectorAll('.record .difference tbody tr')].map(textOf)
    const noted = [textOf(heading), ...lines].join(' | ')
    if (globalThis.notes.at(-1) !== noted) globalThis.notes.push(noted)
  }
  note()
  new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true })
})()`

const height = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollHeight')

describeInBrowser('what is shown while the next is asked for', () => {
  const served = withServer({
    fill: async (one) => {
      await tellPost(story(one.url))
      await record(one, events)
    },
  })
  const openPage = withBrowser()

  it('a difference stands under its own heading, always', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/records/post/42?from=3&to=4`)
    await page.locator('.difference tbody').waitFor()
    await page.evaluate(noteComparisons)
    const held = await holdBack(page, /\/diff\?/)
    await page.getByRole('link', { name: 'Swap' }).click()
    await held.asked
    await page.locator('.record-view [aria-busy=true]').waitFor()
    await held.letGo()
    await page.getByRole('heading', { name: 'From now (version 4) to version 3' }).waitFor()
    await expect
      .poll(() => page.evaluate('globalThis.notes'))
      .toEqual([
        'From version 3 to now (version 4) | price 15 removed | published not there true',
        'From now (version 4) to version 3 | published true removed | price not there 15',
      ])
    expect(complaints).toEqual([])
    await close()
  })

  it('figures of another time are not to be seen, and keep their place', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/statistics?range=7d`)
    const viewed = page.getByRole('region', { name: 'Top verbs' }).getByRole('link', { name: 'page.viewed' })
    await viewed.waitFor()
    await page.getByRole('img', { name: /^Stacked bars: 9 events by hour/ }).waitFor()
    await page.locator('.plot canvas').waitFor()
    const before = await height(page)
    const held = await holdBack(page, /\/v1\/(stats|calls)/)
    await page.getByRole('link', { name: '90 days' }).click()
    await held.asked
    await viewed.waitFor({ state: 'hidden' })
    await expect.poll(() => page.getByRole('img', { name: /9 events/ }).count()).toBe(0)
    await expect.poll(() => page.locator('.figures').isVisible()).toBe(false)
    expect(await height(page)).toBe(before)
    await held.letGo()
    await page.getByRole('img', { name: /^Stacked bars: 13 events by day and verb, in the last 90 days/ }).waitFor()
    await viewed.waitFor()

    // Asked for again, what is there is as good as it was.
    const again = await holdBack(page, /\/v1\/(stats|calls)/)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await again.asked
    await page.locator('.statistics [aria-busy=true]').first().waitFor()
    await viewed.waitFor()
    await again.letGo()
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)

    const byChannel = await holdBack(page, /\/v1\/stats/)
    await page.getByRole('link', { name: 'by channel' }).click()
    await byChannel.asked
    await expect.poll(() => page.getByRole('img', { name: /^Stacked bars/ }).count()).toBe(0)
    await viewed.waitFor()
    await byChannel.letGo()
    await page.getByRole('img', { name: /13 events by day and channel/ }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('the feed counts for its filter, or does not say', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(served.url)
    await page.getByText('13 events', { exact: true }).waitFor()
    const facet = page.getByRole('list', { name: 'Verb', exact: true })
    await facet.getByRole('button', { name: 'page.printed 4', exact: true }).waitFor()
    const before = await height(page)
    const held = await holdBack(page, /\/v1\/(stats|facets|activity)/)
    await page.getByRole('button', { name: /^site/ }).click()
    await held.asked
    await expect.poll(() => page.getByText('13 events', { exact: true }).count()).toBe(0)
    await facet.getByRole('button', { name: 'page.printed', exact: true }).waitFor()
    await page.locator('.timeline [aria-busy=true]').waitFor()
    expect(await height(page)).toBe(before)
    await held.letGo()
    await page.getByText('7 events', { exact: true }).waitFor()
    await facet.getByRole('button', { name: 'page.printed 4', exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('a part of a time that was chosen is no longer marked once one has gone back', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/?since=24h`)
    const perHour = page.getByText(/^up to .* an hour$/)
    await perHour.waitFor()
    const held = await holdBack(page, /\/v1\/stats/)
    await page.getByRole('slider', { name: 'Beginning' }).press('ArrowRight')
    await page.getByRole('button', { name: 'Show this time' }).click()
    await page.waitForURL(/since=20.*until=20/)
    await held.asked
    await page.goBack()
    await page.waitForURL(/since=24h/)
    await perHour.waitFor()
    await held.letGo()
    expect(complaints).toEqual([])
    await close()
  })
})
