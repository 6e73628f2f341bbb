import type { StoredEvent } from '../domain/event.js'
import { showMilliseconds, showOutcome, showParty, showSubject, showTime, showWhat } from './show-values.js'
import type { Column } from './table.js'

const when: Column<StoredEvent> = { title: 'occurred', value: (event) => showTime(event.occurredAt), minWidth: 20 }
const who: Column<StoredEvent> = { title: 'actor', value: (event) => showParty(event.actor) }
const verb: Column<StoredEvent> = { title: 'verb', value: (event) => event.verb, minWidth: 12 }
const version: Column<StoredEvent> = {
  title: 'version',
  value: (event) => (event.version === null ? '' : String(event.version)),
  align: 'right',
}
const channel: Column<StoredEvent> = { title: 'channel', value: (event) => event.channel ?? '' }
const what: Column<StoredEvent> = { title: 'what', value: showWhat, minWidth: 12 }

export const activityColumns: readonly Column<StoredEvent>[] = [
  when,
  who,
  verb,
  { title: 'subject', value: (event) => showSubject(event.subject), minWidth: 10 },
  version,
  channel,
  what,
]

/** Times are those since its start: what matters of a story is what came when. */
export const transactionColumns = (startedAt: string): readonly Column<StoredEvent>[] => [
  {
    title: 'after',
    value: (event) => showMilliseconds(Date.parse(event.occurredAt) - Date.parse(startedAt)),
    align: 'right',
  },
  verb,
  { title: 'subject', value: (event) => showSubject(event.subject), minWidth: 10 },
  {
    title: 'took',
    value: ({ call }) => (call?.durationMs === undefined ? '' : showMilliseconds(call.durationMs)),
    align: 'right',
  },
  { title: 'outcome', value: (event) => showOutcome(event.outcome) },
  who,
  what,
]

export const historyColumns: readonly Column<StoredEvent>[] = [
  version,
  when,
  who,
  verb,
  what,
  { title: 'reason', value: (event) => event.reason ?? '' },
]
