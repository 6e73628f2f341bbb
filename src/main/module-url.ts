import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The URL under which a module is imported: of a path, or of what is a file URL already. */
export const moduleUrl = (module: string | URL): string =>
  module instanceof URL || module.startsWith('file:') ? String(module) : pathToFileURL(resolve(module)).href
