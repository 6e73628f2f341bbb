import { expect, it } from 'vitest'
import { violations } from './support/axe.js'
import { describeInBrowser, withBrowser } from './support/browser.js'
import { withServer } from './support/server.js'

describeInBrowser('the dashboard', () => {
  const served = withServer()
  const openPage = withBrowser()

  it('opens at the address of the server, and goes from page to page without loading again', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(served.url)
    await page.evaluate('globalThis.notLoadedAgain = true')
    for (const name of ['Statistics', 'Operations', 'Feed']) {
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await expect.poll(() => page.getByRole('link', { name, exact: true }).getAttribute('aria-current')).toBe('page')
    }
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Operations' }).waitFor()
    await expect(page.evaluate('globalThis.notLoadedAgain')).resolves.toBe(true)
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('has no page that axe objects to, in the %s theme', async (colorScheme) => {
    const { page, complaints, close } = await openPage({ colorScheme, expected: [/status of 404/] })
    for (const path of ['/', '/statistics', '/operations', '/records/post/42', '/transactions/t-1']) {
      await page.goto(`${served.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await violations(page), path).toEqual([])
    }
    expect(complaints).toEqual([])
    await close()
  })

  it('explains its keys, and gives the focus back', async () => {
    const { page, close } = await openPage()
    await page.goto(served.url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await close()
  })
})
