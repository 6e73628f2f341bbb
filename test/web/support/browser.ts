import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { describe } from 'vitest'

const executable = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)

/** Tests in a real browser. Where there is none they are reported as skipped, and fail in CI. */
export const describeInBrowser: (name: string, tests: () => void) => void =
  executable !== undefined || process.env['CI'] !== undefined
    ? describe
    : (name, tests) =>
        describe.skip(`${name} (no Chromium here: install Debian's chromium or set CHROMIUM_PATH)`, tests)

export const launch = (): Promise<Browser> => {
  if (executable === undefined) throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH')
  return chromium.launch({ executablePath: executable, args: ['--no-sandbox'] })
}

export interface OpenPage {
  readonly page: Page
  /** What the page complained about: errors, violations of its policy, answers that no page should get. */
  readonly complaints: readonly string[]
  readonly close: () => Promise<void>
}

/** A page of its own, whose complaints are collected. `expected` are patterns of those that a test means to cause. */
export const openPage = async (
  browser: Browser,
  options: BrowserContextOptions & { readonly expected?: readonly RegExp[] } = {},
): Promise<OpenPage> => {
  const { expected = [], ...contextOptions } = options
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...contextOptions })
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
