import express from 'express'
import type { Express } from 'express'
import { onTestFinished } from 'vitest'
import type { StoredEvent } from '../../../src/domain/event.js'
import { take } from '../../contract/client.contract.js'
import type { Annals } from '../../../src/main/open-annals.js'
import { listen } from '../../support/listen.js'
import { serverWithFaults } from './server-with-faults.js'
import type { WaitingEmitter } from './waiting-emitter.js'
import { waitingEmitter } from './waiting-emitter.js'

export interface AuditedApp {
  readonly annals: Annals
  readonly url: string
  readonly emitter: WaitingEmitter
  readonly errors: unknown[]
  readonly onError: (error: unknown) => void
  /** All events of the store, oldest first, once so many were given to the emitter. */
  readonly stored: (count: number) => Promise<readonly StoredEvent[]>
}

/** An Express app on a port, beside a store behind a server of its own. */
export const auditedApp = async (
  build: (app: Express, audited: AuditedApp) => void,
  makeApp: () => Express = express,
): Promise<AuditedApp> => {
  const { annals, client } = await serverWithFaults()
  const audit = client()
  const emitter = waitingEmitter(audit)
  const errors: unknown[] = []
  const app = makeApp()
  const server = await listen(app)
  onTestFinished(server.close)
  const audited: AuditedApp = {
    annals,
    url: server.url,
    emitter,
    errors,
    onError: (error) => void errors.push(error),
    stored: async (count) => {
      await emitter.given(count)
      const events = await take(audit.activity({ sort: 'position', order: 'asc', after: String(count - 1) }))
      if (events.length !== count) throw new Error(`${events.length} events are stored, not ${count}: ${errors.join()}`)
      return events
    },
  }
  build(app, audited)
  return audited
}
