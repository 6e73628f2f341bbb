import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { isChromiumThere, launchChromium } from '../../support/chromium.js'

/** Tests in a real browser. Where there is none they are reported as skipped, and fail in CI. */
export const describeInBrowser: (name: string, tests: () => void) => void =
  isChromiumThere || process.env['CI'] !== undefined
    ? describe
    : (name, tests) =>
        describe.skip(`${name} (no Chromium here: install Debian's chromium or set CHROMIUM_PATH)`, tests)

export interface OpenPage {
  readonly page: Page
  /** What the page complained about: errors, violations of its policy, answers that no page should get. */
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

export interface PageOptions extends BrowserContextOptions {
  /** Patterns of complaints that a test means to cause. */
  readonly expected?: readonly RegExp[]
}

/** A browser for all tests of a file. @returns how to open a page of its own in it, whose complaints are collected. */
export const withBrowser = (): ((options?: PageOptions) => Promise<OpenPage>) => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  return (options = {}) => openPage(browser, options)
}

const openPage = async (browser: Browser, { expected = [], ...options }: PageOptions): Promise<OpenPage> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  const complain = (text: string): void => {
    if (!expected.some((pattern) => pattern.test(text))) complaints.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complain(message.text())
  })
  page.on('pageerror', (error) => complain(String(error)))
  return { page, complaints, close: () => context.close() }
}

/** Once nothing on the page is waited for any more. (A page that is live keeps a request under way.) */
export const loaded = (page: Page): Promise<void> =>
  expect.poll(() => page.locator('.loading, [aria-busy=true]').count()).toBe(0)

export interface Held {
  /** Resolves once something is held back. */
  readonly asked: Promise<void>
  /** Lets all through, also what is asked for later. */
  readonly letGo: () => Promise<void>
}

/** Holds back what the page asks for at such addresses from now on. */
export const holdBack = async (page: Page, url: RegExp): Promise<Held> => {
  const held: Route[] = []
  let tell: () => void = () => undefined
  const asked = new Promise<void>((resolve) => (tell = resolve))
  const hold = (route: Route): void => {
    held.push(route)
    tell()
  }
  await page.route(url, hold)
  const letGo = async (): Promise<void> => {
    await page.unroute(url, hold)
    // What the page no longer waits for cannot go on.
    await Promise.allSettled(held.map((route) => route.continue()))
  }
  return { asked, letGo }
}
