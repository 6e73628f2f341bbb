import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Served } from '../cli/support/run-annals.js'
import { annals, serve } from '../cli/support/run-annals.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { violations } from './support/axe.js'
import { describeInBrowser, launch, openPage } from './support/browser.js'
import { record } from './support/events.js'

describeInBrowser('operations', () => {
  const folder = temporaryFolder()
  const guardedFolder = temporaryFolder()
  let browser: Browser
  let served: Served
  let guarded: Served
  let token: string
  beforeAll(async () => {
    browser = await launch()
    served = await serve(folder.path)
    const made = await annals([
      'token',
      'create',
      '--name',
      'reader',
      '--can',
      'read',
      '--data-dir',
      guardedFolder.path,
    ])
    token = /annals_\S+|[A-Za-z0-9_-]{32,}/.exec(made.stdout)?.[0] ?? ''
    guarded = await serve(guardedFolder.path)
    const actor = { type: 'user', id: 'ada' }
    await record(
      served,
      Array.from({ length: 200 }, (_, n) => ({ subject: { type: 'post', id: String(n) }, actor, verb: 'post.viewed' })),
    )
    const headers = { 'content-type': 'application/json' }
    await fetch(`${served.url}/v1/events`, { method: 'POST', headers, body: JSON.stringify({ verb: '<b>' }) })
  })
  afterAll(async () => {
    await browser.close()
    await Promise.all([served.stop(), guarded.stop()])
    folder.remove()
    guardedFolder.remove()
  })

  it('tells where projections are, and rebuilds one once that is confirmed', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${served.url}/operations`)
    const row = page.getByRole('row', { name: /^subjects/ })
    await row.getByText('Live').waitFor()
    await row.getByText('none').waitFor()

    await row.getByRole('button', { name: 'Rebuild subjects' }).click()
    await page.getByRole('dialog', { name: 'Rebuild subjects?' }).getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await row.locator('button:focus').count()).toBe(1)
    const { items } = (await (await fetch(`${served.url}/v1/projections`)).json()) as {
      readonly items: readonly object[]
    }
    expect(items.some((item) => 'lastRebuild' in item || 'rebuild' in item)).toBe(false)

    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Rebuild' }).click()
    await page.getByText('The rebuild of subjects has begun.').waitFor()
    await row.getByText('no difference').waitFor()
    await row.getByText('Live').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('tells of rates, sizes and refusals', async () => {
    const { page, complaints, close } = await openPage(browser)
    await page.goto(`${served.url}/operations`)
    await page.locator('.figures', { hasText: 'Embedded' }).getByText('199', { exact: true }).waitFor()
    await page.getByText('As a table').click()
    const minutes = page.getByRole('region', { name: 'Writes by the minute' })
    const stored = await minutes.locator('tbody tr td:nth-child(2)').allInnerTexts()
    expect(stored.reduce((sum, text) => sum + Number(text), 0)).toBe(200)
    const refused = page.getByRole('region', { name: 'Recent refusals' }).getByRole('row').nth(1)
    await refused.getByText('invalid-input').waitFor()
    await refused.getByText('verb').waitFor()
    await page.getByText('None: every event of the log could be read.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says once why its figures are not there, and shows the rest', async () => {
    const { page, complaints, close } = await openPage(browser, { expected: [/net::ERR_/] })
    await page.route('**/v1/status', (route) => route.abort())
    await page.goto(`${served.url}/operations`)
    await page.getByRole('row', { name: /^calls/ }).waitFor()
    await page.getByRole('alert').first().waitFor()
    expect(await page.getByRole('alert').count()).toBe(1)
    await page.unroute('**/v1/status')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('region', { name: 'Recent refusals' }).first().waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in the %s theme', async (colorScheme) => {
    const { page, complaints, close } = await openPage(browser, { colorScheme })
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(`${served.url}/operations`)
      await page.getByRole('region', { name: 'Recent refusals' }).first().waitFor()
      await page.getByRole('row', { name: /^calls/ }).waitFor()
      await page.getByText('As a table').click()
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await page.getByRole('button', { name: 'Rebuild calls' }).click()
      await page.getByRole('dialog', { name: 'Rebuild calls?' }).waitFor()
      expect(await violations(page)).toEqual([])
    }
    expect(complaints).toEqual([])
    await close()
  })

  it('shows a reader what a reader may see, and says what is needed for more', async () => {
    const { page, complaints, close } = await openPage(browser, { expected: [/40[13]/] })
    await page.goto(`${guarded.url}/operations`)
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('need a token with the permission admin').waitFor()
    await page.getByRole('row', { name: /^activity/ }).waitFor()
    await page.getByText('To rebuild one the permission admin is needed.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
