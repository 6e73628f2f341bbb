import { readFileSync, readdirSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DashboardAsset, DashboardFiles } from '../http/dashboard.js'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** The dashboard that was built beside this program; undefined where none was, as when sources are run without a build. */
export const readDashboardFiles = (): DashboardFiles | undefined => {
  const folder = fileURLToPath(new URL('../../web/', import.meta.url))
  let page: string
  try {
    page = readFileSync(join(folder, 'index.html'), 'utf8')
  } catch {
    return undefined
  }
  const assets = new Map<string, DashboardAsset>()
  for (const entry of readdirSync(join(folder, 'assets'), { withFileTypes: true, recursive: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    assets.set(relative(folder, file).split(sep).join('/'), { type, content: readFileSync(file) })
  }
  return { page, assets }
}
