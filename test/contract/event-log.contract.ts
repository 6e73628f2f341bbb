import { afterAll, beforeAll, describe } from 'vitest'
import type { EventLog } from '../../src/ports/event-log.js'
import { appendContract } from './event-log-appends.js'
import { durabilityContract } from './event-log-durability.js'
import { followContract } from './event-log-follow.js'
import { metadataContract } from './event-log-metadata.js'
import { readContract } from './event-log-reads.js'

/** A log to test, which may be shared with others and hold events already. */
export interface LogUnderTest {
  readonly log: EventLog
  /** Closes it and opens it again, as after a restart. */
  readonly reopen: () => Promise<EventLog>
  readonly close: () => Promise<void>
}

/** What every EventLog does, whatever engine is behind it. Each test uses streams of its own and counts positions from where it began. */
export const eventLogContract = (name: string, makeLog: () => Promise<LogUnderTest>): void => {
  describe(`event log: ${name}`, () => {
    let made: LogUnderTest | undefined
    const log = (): EventLog => {
      if (made === undefined) throw new Error('no log was made')
      return made.log
    }
    beforeAll(async () => {
      made = await makeLog()
    })
    afterAll(async () => {
      await made?.close()
    })
    appendContract(log)
    readContract(log)
    metadataContract(log)
    followContract(log)
    durabilityContract(makeLog)
  })
}
