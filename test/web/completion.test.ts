import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser, holdBack, withBrowser } from './support/browser.js'
import { manyEvents, send } from './support/seed.js'
import { withServer } from './support/server.js'

describeInBrowser('completion for who types fast', () => {
  const served = withServer({ fill: ({ url }) => send(url, manyEvents(30)) })
  const openPage = withBrowser()

  const line = (page: Page) => page.getByRole('combobox', { name: 'Filter' })
  const value = (page: Page) => line(page).inputValue()
  const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const openLine = async (page: Page): Promise<void> => {
    await page.goto(served.url)
    await page.getByText('30 events', { exact: true }).waitFor()
    await page.keyboard.press('/')
    await page
      .getByRole('option', { name: /^actor/ })
      .first()
      .waitFor()
  }

  it('takes the field that the text means, however late the page is', async () => {
    const { page, complaints, close } = await openPage()
    await page.clock.install()
    await openLine(page)
    // From now on no timer runs and no frame is drawn.
    await page.clock.pauseAt(Date.now() + 3_600_000)
    await page.keyboard.type('ve')
    await press(page, 'ArrowDown', 'Enter')
    await expect.poll(() => value(page)).toBe('verb:')
    await page.clock.resume()
    await page.getByRole('option', { name: /^order.paid/ }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('takes the value that the text means once it is known, and leaves what was typed meanwhile', async () => {
    const { page, complaints, close } = await openPage()
    await openLine(page)
    await page.keyboard.type('verb:')
    await page.getByRole('option', { name: /^post.viewed/ }).waitFor()
    const held = await holdBack(page, /\/v1\/facets\/verb\?.*prefix=/)
    await page.keyboard.type('post')
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter')
    await page.keyboard.type(' out')
    await held.asked
    await held.letGo()
    await expect.poll(() => value(page)).toMatch(/^verb:post\.(liked|viewed) out$/)
    await page.getByRole('option', { name: /^outcome/ }).waitFor()
    await press(page, 'ArrowDown', 'Enter', 'ArrowUp', 'Enter', 'Enter')
    await page.waitForURL(/verb=post\.(liked|viewed)&outcome=failure/)
    expect(complaints).toEqual([])
    await close()
  })

  it('chooses and searches, both before the list is there; a condition that has none is searched for as it is', async () => {
    const { page, complaints, close } = await openPage()
    await openLine(page)
    const held = await holdBack(page, /\/v1\/facets\/verb\?.*prefix=/)
    await page.keyboard.type('verb:ord')
    await press(page, 'ArrowDown', 'Enter', 'Enter')
    await held.asked
    await held.letGo()
    await page.waitForURL(/verb=order\.paid$/)
    await page.getByText('10 events', { exact: true }).waitFor()
    await line(page).fill('verb:none')
    await press(page, 'ArrowDown', 'Enter')
    await page.waitForURL(/verb=none$/)
    expect(complaints).toEqual([])
    await close()
  })

  it('takes a choice back with Escape, and drops it where the text before it has changed', async () => {
    const { page, complaints, close } = await openPage()
    await openLine(page)
    const held = await holdBack(page, /\/v1\/facets\/\w+\?.*prefix=/)
    await page.keyboard.type('actor:u-*')
    await press(page, 'ArrowDown', 'Enter', 'Escape')
    await page.keyboard.type(' verb:po')
    await press(page, 'ArrowDown', 'Enter', 'Backspace', 'Backspace')
    await held.asked
    await held.letGo()
    await page.getByRole('option', { name: /^post.viewed/ }).waitFor()
    await expect.poll(() => value(page)).toBe('actor:u-* verb:')
    expect(complaints).toEqual([])
    await close()
  })

  it('puts a value that was clicked on in the place of all that is typed by then', async () => {
    const { page, complaints, close } = await openPage()
    await openLine(page)
    await page.keyboard.type('verb:o')
    const option = page.getByRole('option', { name: /^order.paid/ })
    await option.waitFor()
    await expect.poll(() => page.getByRole('option').count()).toBe(1)
    const held = await holdBack(page, /\/v1\/facets\/verb\?.*prefix=or/)
    await page.keyboard.type('rd')
    await held.asked
    await option.click()
    await expect.poll(() => value(page)).toBe('verb:order.paid ')
    await held.letGo()
    expect(complaints).toEqual([])
    await close()
  })
})
