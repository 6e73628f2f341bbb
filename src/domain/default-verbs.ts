import type { Change } from './event.js'

/** The verb of a change that was sent without one: a whole state makes what is not there. */
export const defaultVerb = (type: string, kind: Change['kind'], isThere: boolean): string => {
  if (kind === 'delete') return `${type}.deleted`
  return kind === 'state' && !isThere ? `${type}.created` : `${type}.updated`
}

/** Those that it may come to have, before it is known what is there. */
export const defaultVerbs = (type: string, kind: Change['kind']): readonly string[] =>
  kind === 'state' ? [defaultVerb(type, kind, false), defaultVerb(type, kind, true)] : [defaultVerb(type, kind, true)]

export const defaultRestoreVerb = (type: string): string => `${type}.restored`
