import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, withBrowser } from './support/browser.js'
import { manyEvents, send } from './support/seed.js'
import { withServer } from './support/server.js'

describeInBrowser('what is new in the feed', () => {
  const server = withServer({ fill: ({ url }) => send(url, manyEvents(400)) })
  const openPage = withBrowser()

  const happens = (...verbs: readonly string[]): Promise<void> =>
    send(
      server.url,
      verbs.map((verb) => ({ subject: { type: 'post', id: '1' }, verb, actor: { type: 'user', id: 'u-1' } })),
    )
  const row = (page: Page, verb: string) => page.getByRole('link', { name: verb, exact: true })
  const pill = (page: Page, text: string) => page.getByRole('button', { name: text })
  const topOf = (page: Page, index: number): Promise<number> =>
    page.evaluate(`document.querySelector('tr[aria-rowindex="${index}"]').getBoundingClientRect().top`)

  it('comes by itself at the top, waits behind a button while one reads or pauses, and goes on after the server was killed', async () => {
    const { page, complaints, close } = await openPage({ expected: [/net::ERR_/] })
    await page.goto(server.url)
    await page.getByText('Live', { exact: true }).waitFor()
    await happens('came.first')
    await row(page, 'came.first').waitFor()

    await page.evaluate('scrollTo(0, 3000)')
    await page.locator('tr[aria-rowindex="90"]').waitFor()
    const before = await topOf(page, 90)
    await happens(...Array.from({ length: 12 }, (_, index) => `came.later${index}`))
    await pill(page, '12 new').waitFor()
    expect(await topOf(page, 90)).toBe(before)
    await pill(page, '12 new').click()
    await row(page, 'came.later11').waitFor()
    await expect.poll(() => page.evaluate('scrollY')).toBe(0)
    await expect.poll(() => page.locator('.pill').count()).toBe(0)

    await page.keyboard.press('p')
    await page.getByText('Paused', { exact: true }).waitFor()
    await happens('came.paused')
    await pill(page, '1 new').waitFor()
    await expect(row(page, 'came.paused').count()).resolves.toBe(0)
    await page.keyboard.press('p')
    await pill(page, '1 new').click()
    await row(page, 'came.paused').waitFor()

    const port = new URL(server.url).port
    await server.served.stop('SIGKILL')
    await page.getByText('Connecting again …', { exact: true }).waitFor()
    await server.start(['--port', port])
    await happens('came.again', 'came.again2')
    await page.getByText('Live', { exact: true }).waitFor()
    await pill(page, '2 new').waitFor()
    await happens('came.last')
    await pill(page, '3 new').click()
    await row(page, 'came.last').waitFor()
    for (const verb of ['came.again', 'came.again2', 'came.last', 'came.first'])
      await expect.poll(() => row(page, verb).count()).toBe(1)
    expect(complaints).toEqual([])
    await close()
  })

  it('follows the filter', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${server.url}/?verb=matters.*`)
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByText('Nothing meets all of this').waitFor()
    await happens('other.one', 'matters.one')
    await row(page, 'matters.one').waitFor()
    await expect(row(page, 'other.one').count()).resolves.toBe(0)
    expect(complaints).toEqual([])
    await close()
  })
})
