import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { violations } from './support/axe.js'
import { describeInBrowser, loaded, withBrowser } from './support/browser.js'
import { withServer } from './support/server.js'
import {
  eventId,
  hostileId,
  story,
  tellBig,
  tellCheckout,
  tellHostile,
  tellPost,
  tellShelf,
} from './support/stories.js'

/** The cells of the difference, line by line, without the ones of its head. */
const linesOf = async (page: Page): Promise<readonly string[]> =>
  (await page.locator('.difference tbody tr').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim())

describeInBrowser('one event and one transaction', () => {
  const served = withServer({
    fill: async ({ url }) => {
      for (const tell of [tellPost, tellCheckout, tellShelf, tellHostile, tellBig]) await tell(story(url))
    },
  })
  const openPage = withBrowser()

  it('opens beside a page with the focus in it, tells the event, and gives the focus back', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/records/post/42`)
    const link = page.getByRole('link', { name: 'What changed in version 3' })
    await link.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'post.updated' })
    await panel.getByText('Edit 3').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('event-title')
    expect(new URL(page.url()).searchParams.get('event')).toBe(eventId(3))

    const [text, price] = await linesOf(page)
    expect(price).toBe('price 12 15')
    expect(text).toMatch(/^text " Show … 741 characters …as the worst/)
    await expect.poll(() => panel.locator('ins').allInnerTexts()).toEqual(['season of Darkness. It was the '])
    await panel.getByRole('button', { name: 'Show … 741 characters …' }).last().click()
    await expect.poll(() => panel.getByRole('button', { name: 'Show … 741 characters …' }).count()).toBe(1)

    await page.reload()
    await panel.getByText('Edit 3').waitFor()
    await panel.getByRole('link', { name: 'the record at version 3' }).click()
    await page.getByRole('heading', { name: 'Version 3', exact: true }).waitFor()
    await page.goBack()
    await panel.getByText('Edit 3').waitFor()

    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => new URL(page.url()).searchParams.has('event')).toBe(false)
    await link.locator('bdi').click()
    await page.getByRole('button', { name: 'Close' }).click()
    await panel.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate('document.activeElement.innerText')).toMatch(/What changed in version 3/)
    expect(complaints).toEqual([])
    await close()
  })

  it('shows nested paths and moved items, and copies the whole event', async () => {
    const { page, complaints, close } = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] })
    await page.goto(`${served.url}/statistics?event=${eventId(1)}`)
    await page.getByText('2 changes').first().waitFor()
    await expect
      .poll(() => linesOf(page))
      .toEqual(['author › address 2 changes', 'city "London" "Paris"', 'street "Doughty Street" "Rue de Courcelles"'])
    await page.goto(`${served.url}/statistics?event=${eventId(2)}`)
    await page.getByText('to [0]').waitFor()
    await page.locator('.difference', { hasText: '"history"' }).waitFor()
    await expect.poll(() => linesOf(page)).toEqual(['tags › [0] moved from [2] to [0]{"id":"c", "label":"history"}'])
    await page.goto(`${served.url}/statistics?event=${eventId(401)}`)
    await page.locator('.difference', { hasText: '"Walden"' }).waitFor()
    await expect.poll(() => linesOf(page)).toEqual(['books › [0] moved from [2] to [0]{"id":"c", "title":"Walden"}'])
    await page.goto(`${served.url}/statistics?event=${eventId(2)}`)
    await page.getByText('Raw JSON').click()
    await page.getByRole('button', { name: 'Copy JSON' }).click()
    await page.getByText('Copied').waitFor()
    const copied = JSON.parse(await page.evaluate<string>('navigator.clipboard.readText()')) as { readonly id: string }
    expect(copied.id).toBe(eventId(2))
    expect(complaints).toEqual([])
    await close()
  })

  it('shows a call, a failure, and everything else of the transaction; and the transaction as a waterfall and as a table', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/transactions/checkout-1`)
    await page.getByRole('heading', { level: 1, name: 'Transaction checkout-1' }).waitFor()
    await expect
      .poll(() => page.getByRole('heading', { level: 2 }).allInnerTexts())
      .toEqual(['order/o-1', 'service payments', 'stock/book', 'service mail'])
    const bars = await page.evaluate<readonly number[]>(`[...document.querySelectorAll('.bar')].map((bar) => {
      const track = bar.parentElement.getBoundingClientRect()
      return (bar.getBoundingClientRect().left - track.left) / track.width
    })`)
    expect(bars[2]).toBeCloseTo(40 / 1450, 2)
    expect(bars[3]).toBeCloseTo(400 / 1450, 2)

    await page.getByRole('link', { name: 'Table', exact: true }).click()
    await page.reload()
    const rows = page.getByRole('table').getByRole('row')
    await rows.nth(6).waitFor()
    await expect
      .poll(() => rows.nth(2).innerText())
      .toMatch(/^40 ms\s+call.failed\s+order\/o-1\s+Ada Lovelace\s+payments \/v1\/charge\s+402\s+310 ms\s+✕ failure$/)
    await rows.nth(2).getByRole('link', { name: 'call.failed' }).click()
    const panel = page.getByRole('complementary', { name: 'call.failed' })
    await panel.getByText('card declined').waitFor()
    await expect
      .poll(() => panel.locator('dl').first().innerText())
      .toMatch(
        /Service\s+payments\s+Operation\s+POST \/v1\/charge\s+Direction\s+made\s+Status\s+✕ failure 402\s+Duration\s+310 ms/,
      )
    await expect.poll(() => panel.locator('.event-line').count()).toBe(5)
    await panel.getByRole('link', { name: 'stock.created' }).click()
    await page.getByRole('complementary', { name: 'stock.created' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('takes what means harm for text, in names, keys, values and addresses', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/records/note/${encodeURIComponent(hostileId)}?from=0&to=1&event=${eventId(201)}`)
    await page.getByRole('complementary', { name: 'note.updated' }).getByText('<b>bold</b>').waitFor()
    await page.locator('.record .difference tbody').waitFor()
    await expect.poll(() => linesOf(page)).toHaveLength(10)
    const lines = await linesOf(page)
    expect(lines).toContain('__proto__ › polluted 1 2')
    expect(lines).toContain('constructor "a" "b"')
    expect(lines).toContain('"" "empty" "not <b>empty</b>"')
    expect(lines.some((line) => line.startsWith('html "<img src=x onerror="document.title=1">"'))).toBe(true)
    expect(lines.some((line) => line.includes('userU+202E nimda'))).toBe(true)
    await expect(page.locator('main img, main b, aside img, aside b, main script').count()).resolves.toBe(0)
    await page.getByRole('link', { name: /^The whole transaction/ }).click()
    await page.getByRole('heading', { level: 1, name: hostileId }).waitFor()
    expect(await page.title()).toBe('Annals')
    expect(complaints).toEqual([])
    await close()
  })

  it('bounds what is huge, and shows more of it when asked', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/operations?event=${eventId(301)}`)
    await page.getByText('5,001 changes').waitFor()
    await expect.poll(() => page.locator('.difference tbody tr').count()).toBe(100)
    await page.getByRole('button', { name: /^Show more \(4,902 lines left\)/ }).click()
    await page.getByRole('button', { name: /^Show more \(4,502 lines left\)/ }).waitFor()
    await expect.poll(() => page.locator('.difference tbody tr').count()).toBe(500)
    await page.goto(`${served.url}/records/list/big`)
    await page.getByRole('button', { name: /items.*5,000 items/ }).click()
    await page.getByRole('button', { name: /^Show more \(4,900 items left\)/ }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in the %s theme', async (colorScheme) => {
    const { page, complaints, close } = await openPage({ colorScheme, expected: [/404/] })
    for (const path of [
      `/statistics?event=${eventId(3)}`,
      `/transactions/checkout-1?event=${eventId(101)}`,
      '/transactions/checkout-1?view=table',
      `/records/note/${encodeURIComponent(hostileId)}?event=${eventId(201)}`,
      `/operations?event=${eventId(999)}`,
      '/transactions/none',
    ]) {
      await page.goto(`${served.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await loaded(page)
      if (path.includes(eventId(101))) await page.getByText('Raw JSON').click()
      expect(await violations(page), path).toEqual([])
    }
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${served.url}/transactions/checkout-1?event=${eventId(3)}`)
    await page.getByText('Edit 3').waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await expect.poll(() => page.evaluate('document.getElementById("main").inert')).toBe(true)
    await page.getByRole('button', { name: 'Close' }).click()
    await page.locator('.lane').first().waitFor()
    await expect.poll(() => page.evaluate('document.getElementById("main").inert')).toBe(false)
    expect(complaints).toEqual([])
    await close()
  })
})
