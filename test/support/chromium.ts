import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && existsSync(path),
)

export const isChromiumThere = executablePath !== undefined

/** Starts the browser of `CHROMIUM_PATH`, or the one of Debian and its like. Rejects where there is none. */
export const launchChromium = async (): Promise<Browser> => {
  if (executablePath === undefined) throw new Error('Chromium is missing: install it, or set CHROMIUM_PATH')
  return chromium.launch({ executablePath, args: ['--no-sandbox'] })
}
