import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from './support/axe.js'
import { describeInBrowser, withBrowser } from './support/browser.js'
import { hostileText, record } from './support/events.js'
import { withServer } from './support/server.js'

const hourMs = 3_600_000
const before = (hours: number): string => new Date(Date.now() - hours * hourMs).toISOString()

const ada = { type: 'user', id: 'ada', name: 'Ada' }
/** An id that a filter takes for a beginning, also of Ada's, unless it is written as the id that it is. */
const starred = { type: 'user', id: 'ad*', name: 'Starred' }
const hostile = { type: 'user', id: `${hostileText} & id="x"`, name: hostileText }

const activity = (hours: number, verb: string, more: object = {}) => ({
  subject: { type: 'post', id: '1' },
  actor: ada,
  verb,
  channel: 'web',
  occurredAt: before(hours),
  ...more,
})
const charge = (durationMs: number, failed = false) =>
  activity(50, 'card.charged', {
    channel: 'shop',
    outcome: failed ? { status: 'failure', error: { message: 'declined' } } : { status: 'success' },
    call: { direction: 'out', service: hostileText, operation: '/v1/charge', durationMs },
  })

/** 20 of three days ago, 4 of a month and a half ago. */
const events = [
  ...Array.from({ length: 8 }, () => activity(74, 'post.viewed')),
  ...Array.from({ length: 2 }, () => activity(73, 'post.shared', { actor: hostile, channel: 'mail' })),
  ...Array.from({ length: 9 }, (_, n) => charge(100 + n)),
  charge(5_000, true),
  ...Array.from({ length: 4 }, () => activity(45 * 24, 'post.old', { actor: starred })),
]

const cell = (page: Page, table: string, row: RegExp | string, name: string) =>
  page.getByRole('region', { name: table }).getByRole('row', { name: row }).getByText(name, { exact: true })

describeInBrowser('statistics', () => {
  const served = withServer({ fill: (one) => record(one, events) })
  const empty = withServer()
  const openPage = withBrowser()

  const figure = (page: Page, name: string) =>
    page.locator('.figures > div', { hasText: name }).locator('dd a').innerText()

  it('counts what a time has, and every figure leads to its events', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/statistics?range=7d`)
    await page.getByRole('img', { name: /^Stacked bars: 20 events by hour and verb/ }).waitFor()
    expect([await figure(page, 'Events'), await figure(page, 'Failures')]).toEqual(['20', '1'])

    await page.getByRole('link', { name: '90 days' }).click()
    await page.getByRole('img', { name: /^Stacked bars: 24 events by day and verb/ }).waitFor()
    expect(new URL(page.url()).searchParams.get('range')).toBe('90d')
    await page.goBack()
    await page.getByRole('img', { name: /20 events by hour/ }).waitFor()

    const shared = page.getByRole('region', { name: 'Top verbs' }).getByRole('link', { name: 'post.shared' })
    const target = new URL(String(await shared.getAttribute('href')), served.url)
    expect([target.pathname, target.searchParams.get('verb')]).toEqual(['/', 'post.shared'])
    const feed = await fetch(`${served.url}/v1/activity${target.search}`)
    expect(((await feed.json()) as { readonly items: readonly unknown[] }).items).toHaveLength(2)
    await page.getByRole('region', { name: 'Failures' }).getByRole('link', { name: 'card.charged' }).click()
    await page.waitForURL(/outcome=failure/)
    expect(new URL(page.url()).searchParams.get('verb')).toBe('card.charged')
    expect(complaints).toEqual([])
    await close()
  })

  it('leads to the events of an actor whose id ends in a star, and to no one else’s', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/statistics?range=all&by=actor`)
    const links = page.getByRole('region', { name: 'Top actors' })
    await links.getByRole('link', { name: 'Starred' }).click()
    await page.getByText('4 events', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('actorId')).toBe('ad\\*')
    expect(complaints).toEqual([])
    await close()
  })

  it('draws by another field, says the same in a table, and follows a click on a bar', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/statistics?range=30d`)
    await page.getByRole('link', { name: 'by channel' }).click()
    await page.getByRole('img', { name: /20 events by day and channel/ }).waitFor()
    await page.reload()
    await page.getByRole('img', { name: /20 events by day and channel/ }).waitFor()

    await page.locator('#volume-title').locator('xpath=ancestor::section').getByText('As a table').click()
    const table = page.getByRole('region', { name: 'Events by day and channel' })
    await table.waitFor()
    const links = await Promise.all((await table.getByRole('link').all()).map((one) => one.getAttribute('href')))
    const counts = await Promise.all(
      links
        .filter((href) => href?.includes('channel=') === true)
        .map(async (href) => {
          const answer = await fetch(`${served.url}/v1/activity${String(href).slice(1)}`)
          return ((await answer.json()) as { readonly items: readonly unknown[] }).items.length
        }),
    )
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(20)

    const plot = page.locator('.plot canvas')
    await plot.waitFor()
    await page.locator('.u-over').click({ position: { x: 5, y: 100 } })
    await page.waitForURL(({ pathname, searchParams }) => pathname === '/' && searchParams.has('since'))
    expect(complaints).toEqual([])
    await close()
  })

  it('tells how long calls took, and when the week is busy, by the keyboard too', async () => {
    const { page, complaints, close } = await openPage({ timezoneId: 'Europe/Berlin' })
    await page.goto(`${served.url}/statistics?range=7d`)
    for (const text of ['10', '108 ms', '5.8 s'])
      await cell(page, 'Calls', /charge/, text)
        .first()
        .waitFor()
    const heat = page.getByRole('region', { name: 'Events by weekday and hour' })
    await heat.getByRole('link').first().waitFor()
    const stops = await heat.locator('a[tabindex="0"]').count()
    expect(stops).toBe(1)
    await heat.locator('a[tabindex="0"]').focus()
    for (const key of ['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight']) await page.keyboard.press(key)
    await expect.poll(() => heat.locator('a:focus').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.waitForURL(/until=/)
    const { searchParams } = new URL(page.url())
    expect(Date.parse(String(searchParams.get('until'))) - Date.parse(String(searchParams.get('since')))).toBe(hourMs)
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)(
    'has nothing that axe objects to, hostile names and all, in the %s theme',
    async (colorScheme) => {
      const { page, complaints, close } = await openPage({ colorScheme })
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`${served.url}/statistics?range=all&by=actor`)
        await page.getByRole('img', { name: /24 events/ }).waitFor()
        await page.getByRole('region', { name: 'Calls' }).getByText(hostileText).first().waitFor()
        await page.getByText('As a table').click()
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
        expect(await page.locator('main img').count()).toBe(0)
      }
      expect(complaints).toEqual([])
      await close()
    },
  )

  it('teaches where there is nothing yet', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${empty.url}/statistics`)
    await page.getByRole('heading', { name: 'No events in the last 30 days' }).waitFor()
    await page.getByRole('link', { name: 'Look at all of them' }).click()
    await page.getByRole('heading', { name: 'No events yet' }).waitFor()
    expect(await page.locator('pre').innerText()).toContain(`curl -s ${empty.url}/v1/events`)
    expect(await violations(page)).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})
