import type { Outcome, Party, StoredEvent, Subject } from '../domain/event.js'

/** A stored time (UTC with milliseconds), its milliseconds left out where they are zero: it can be typed back in as it is. */
export const showTime = (time: string): string => time.replace('.000Z', 'Z')

export const showSubject = (subject: Subject): string => `${subject.type}/${subject.id}`

export const showParty = (party: Party): string =>
  party.name === undefined ? `${party.type}/${party.id}` : `${party.type}/${party.id} (${party.name})`

/** `ok` or `failed`. */
export const showOutcome = ({ status }: Outcome): string => (status === 'success' ? 'ok' : 'failed')

/** What an event did, in one line. */
export const showWhat = (event: StoredEvent): string => {
  if (event.outcome.status === 'failure')
    return `failed${event.outcome.error === undefined ? '' : `: ${event.outcome.error.message}`}`
  if (event.applied === false) return 'did not apply; kept'
  if (event.restoredFrom !== undefined) return `from version ${event.restoredFrom.version}`
  if (event.change !== undefined) return showChange(event)
  if (event.call !== undefined)
    return [event.call.service, event.call.method, event.call.operation, event.call.statusCode]
      .filter((part) => part !== undefined)
      .join(' ')
  return event.reason ?? ''
}

const showChange = (event: StoredEvent): string => {
  if (event.change?.kind === 'delete') return 'deleted'
  if (event.change?.kind === 'state') return event.version === 0 ? 'created' : 'whole state'
  return (event.changedPaths ?? []).map((path) => (path === '' ? '(all)' : path)).join(' ')
}

/** `12.3 MB`, in powers of 1,000. */
export const showBytes = (bytes: number): string => {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`
}

/** `12,345`. */
export const showCount = (count: number): string => count.toLocaleString('en-US')

/** `3 s`, `2 min 05 s`, `1 h 04 min`. */
export const showDuration = (seconds: number): string => {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const two = (value: number): string => String(value).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
}

/** `0.4 ms`, `842 ms`, `1.5 s`, then as `showDuration`. */
export const showMilliseconds = (ms: number): string => {
  if (ms >= 59_950) return showDuration(ms / 1_000)
  if (ms >= 999.5) return `${(ms / 1_000).toFixed(1)} s`
  return `${ms > 0 && ms < 9.95 ? ms.toFixed(1).replace('.0', '') : Math.round(ms)} ms`
}
