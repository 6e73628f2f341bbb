import { afterAll, beforeAll } from 'vitest'
import type { Served } from '../../cli/support/run-annals.js'
import { serve } from '../../cli/support/run-annals.js'
import { temporaryFolder } from '../../support/temporary-folder.js'

export interface Server<S extends Served = Served> {
  readonly url: string
  readonly served: S
  /** Starts another over the same folder, after the one before was stopped. */
  readonly start: (args: readonly string[]) => Promise<void>
}

export interface ServerOptions<S extends Served> {
  readonly start?: (folder: string, args?: readonly string[]) => Promise<S>
  /** What it holds before the first test. */
  readonly fill?: (served: S) => Promise<unknown>
}

/** A server over a folder of its own, for all tests of a file. */
export const withServer = <S extends Served = Served>({
  start = serve as (folder: string, args?: readonly string[]) => Promise<S>,
  fill,
}: ServerOptions<S> = {}): Server<S> => {
  const folder = temporaryFolder()
  let served: S
  beforeAll(async () => {
    served = await start(folder.path)
    await fill?.(served)
  })
  afterAll(async () => {
    await served.stop()
    folder.remove()
  })
  return {
    get url() {
      return served.url
    },
    get served() {
      return served
    },
    start: async (args) => {
      served = await start(folder.path, args)
    },
  }
}
