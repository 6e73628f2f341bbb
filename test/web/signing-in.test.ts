import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { annalsJson, serve } from '../cli/support/run-annals.js'
import { violations } from './support/axe.js'
import { describeInBrowser, withBrowser } from './support/browser.js'
import { withServer } from './support/server.js'

describeInBrowser('who signs in', () => {
  const tokens = { reader: '', ada: '' }
  const served = withServer({
    start: async (dataDir) => {
      const made = async (name: string, more: readonly string[]): Promise<string> =>
        (await annalsJson<{ token: string }>(['token', 'create', '--name', name, ...more, '--data-dir', dataDir])).token
      tokens.reader = await made('reader', ['--can', 'read'])
      tokens.ada = await made('ada', ['--can', 'read,write,restore', '--actor', 'user/u-7'])
      return serve(dataDir)
    },
    fill: async ({ url }) => {
      for (const title of ['Draft', 'Final'])
        await fetch(`${url}/v1/subjects/post/42`, {
          method: 'PUT',
          headers: { authorization: `Bearer ${tokens.ada}`, 'content-type': 'application/json' },
          body: JSON.stringify({ state: { title } }),
        })
    },
  })
  const openPage = withBrowser()

  const signIn = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Token').fill(token)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }

  it('is offered what the credential allows, and restores under its own name', async () => {
    const { page, complaints, close } = await openPage({ expected: [/status of 401/] })
    await page.goto(`${served.url}/records/post/42?version=0`)
    await signIn(page, 'mistyped')
    await page.getByRole('alert').getByText('This token is not taken').waitFor()
    await signIn(page, tokens.reader)
    await page.getByText('To restore it the permission restore is needed.').waitFor()
    expect(await page.getByText('Restore…').count()).toBe(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await violations(page)).toEqual([])
    }
    await page.getByRole('link', { name: 'Operations' }).click()
    await page.getByText('To rebuild one the permission admin is needed.').waitFor()
    await page.getByRole('row', { name: /^activity/ }).waitFor()
    expect(await page.getByRole('button', { name: /^Rebuild/ }).count()).toBe(0)

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.getByText('activity').count()).toBe(0)
    await signIn(page, tokens.ada)
    await page.locator('.who').getByText('u-7').waitFor()
    // Within the page: loaded anew it would have forgotten the token.
    await page.evaluate(
      `history.pushState(null, '', '/records/post/42?version=0'); dispatchEvent(new PopStateEvent('popstate'))`,
    )
    await page.getByRole('link', { name: 'Restore…' }).click()
    await page.getByText('it is written as done by u-7.').waitFor()
    expect(await page.getByLabel('Your name').count()).toBe(0)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await violations(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    }
    await page.getByLabel('Reason').fill('too early')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByText('Restored: version 2 is what version 0 was.').waitFor()
    await page.locator('.versions li', { hasText: 'from version 0' }).getByText('u-7').waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
