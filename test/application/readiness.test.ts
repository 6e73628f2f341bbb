import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { readProjections } from '../../src/application/read-projections.js'
import type { ReadProjectionsPorts } from '../../src/application/read-projections.js'
import type { ProjectionStatus, ReadModels } from '../../src/ports/read-models.js'

const projection = (name: string, position: number, more: Partial<ProjectionStatus> = {}): ProjectionStatus => ({
  name,
  version: 1,
  state: 'live',
  position: String(position),
  lag: 0,
  undecodable: 0,
  ...more,
})

const readiness = (statuses: readonly ProjectionStatus[], appendTrouble?: () => string | undefined) => {
  const ports: ReadProjectionsPorts = {
    eventLog: { findById: () => () => Promise.resolve(E.right([])), head: () => () => Promise.resolve(E.right(9)) },
    readModels: { status: () => statuses } as unknown as ReadModels,
    headAtOpen: 7,
    ...(appendTrouble === undefined ? {} : { appendTrouble }),
  }
  return readProjections(ports).readiness()()
}

test('a store is ready once every projection has reached what was the end of the log when it was opened', async () => {
  expect(await readiness([projection('feed', 7), projection('calls', 9)])).toEqual(
    E.right({ ready: true, reasons: [] }),
  )
  expect(await readiness([projection('feed', 6), projection('calls', 7)])).toEqual(
    E.right({ ready: false, reasons: ['projection feed is at 6 of 7'] }),
  )
  const failed = projection('feed', 9, { state: 'failed', error: 'no space' })
  expect(await readiness([failed])).toEqual(
    E.right({ ready: false, reasons: ['projection feed has failed: no space'] }),
  )
})

test('a store whose log takes no appends is not ready, and says why', async () => {
  expect(await readiness([projection('feed', 7)], () => undefined)).toEqual(E.right({ ready: true, reasons: [] }))
  expect(await readiness([projection('feed', 6)], () => 'no space')).toEqual(
    E.right({ ready: false, reasons: ['the log takes no appends: no space', 'projection feed is at 6 of 7'] }),
  )
})
