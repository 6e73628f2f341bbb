import { defaultRestoreVerb, defaultVerbs } from './default-verbs.js'
import type { EventInput, Subject } from './event.js'
import { patternOf } from './pattern.js'
import type { RecordStateInput, RestoreInput } from './requests.js'

/**
 * What of all that is sent is kept. In each field that is named a text must match one of `include`, where that is there, and none of `exclude`; patterns are those of the feed's filters
 * (`post.*`). No rules: everything is kept.
 */
export interface CaptureRules {
  readonly subjectTypes?: PatternLists
  readonly verbs?: PatternLists
  /** What has no channel meets no `include`. */
  readonly channels?: PatternLists
}

export interface PatternLists {
  readonly include?: readonly string[]
  readonly exclude?: readonly string[]
}

export const captureFields = ['subjectTypes', 'verbs', 'channels'] as const
export type CaptureField = (typeof captureFields)[number]

/** The rule by which something was left out; `pattern`: the one of `exclude` that it matched. */
export interface CaptureRule {
  readonly field: CaptureField
  readonly list: keyof PatternLists
  readonly pattern?: string
}

/** The answer to an event that the rules leave out: nothing was stored. */
export interface NotCaptured {
  readonly captured: false
  readonly rule: CaptureRule
}

export interface CaptureFacts {
  readonly subjectType: string
  /** Those that it may come to have: the default of a whole state depends on what is there. */
  readonly verbs: readonly string[]
  readonly channel: string | undefined
}

/** Why it is left out whichever of its verbs it gets; undefined where it is kept, or where the verb decides. */
export type CaptureCheck = (facts: CaptureFacts) => CaptureRule | undefined

/** The record whose state the rules are: its history says who changed them, and when. */
export const captureSubject: Subject = { type: 'annals.capture', id: 'rules' }

/** What Annals alone writes, in ways of its own. */
export const isReservedType = (type: string): boolean => type === captureSubject.type

export const captureEverything: CaptureCheck = () => undefined

/** Types that begin with `annals.` tell of what is left out, and are always kept. */
export const captureCheck = (rules: CaptureRules): CaptureCheck => {
  const [types, verbs, channels] = captureFields.map((field) => checkOf(field, rules[field]))
  if (types === undefined && verbs === undefined && channels === undefined) return captureEverything
  return (facts) => {
    if (facts.subjectType.startsWith('annals.')) return undefined
    return types?.(facts.subjectType) ?? channels?.(facts.channel) ?? (verbs && whicheverVerb(verbs, facts.verbs))
  }
}

type FieldCheck = (text: string | undefined) => CaptureRule | undefined

const whicheverVerb = (check: FieldCheck, verbs: readonly string[]): CaptureRule | undefined => {
  const reasons = verbs.map(check)
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined
}

const checkOf = (field: CaptureField, { include, exclude = [] }: PatternLists = {}): FieldCheck | undefined => {
  if (include === undefined && exclude.length === 0) return undefined
  const included = include && matcher(include)
  const excluded = matcher(exclude)
  return (text) => {
    if (included !== undefined && (text === undefined || included(text) === undefined))
      return { field, list: 'include' }
    const pattern = text === undefined ? undefined : excluded(text)
    return pattern === undefined ? undefined : { field, list: 'exclude', pattern }
  }
}

/** Which of the patterns a text matches. */
const matcher = (texts: readonly string[]): ((text: string) => string | undefined) => {
  const patterns = texts.map((written) => ({ ...patternOf(written), written }))
  const values = new Map(patterns.filter(({ prefix }) => !prefix).map(({ value, written }) => [value, written]))
  const prefixes = patterns.filter(({ prefix }) => prefix)
  return (text) => values.get(text) ?? prefixes.find(({ value }) => text.startsWith(value))?.written
}

/** What the rules go by in an event, and in a recorded state. An activity without a verb is for who decides it to refuse. */
export const factsOfEvent = ({
  subject,
  verb,
  change,
  channel,
}: Pick<EventInput, 'subject' | 'verb' | 'change' | 'channel'>): CaptureFacts => ({
  subjectType: subject.type,
  verbs: verb === undefined ? (change === undefined ? [] : defaultVerbs(subject.type, change.kind)) : [verb],
  channel,
})
export const factsOfState = (
  { type }: Subject,
  { verb, state, channel }: Pick<RecordStateInput, 'verb' | 'state' | 'channel'>,
): CaptureFacts => ({
  subjectType: type,
  verbs: verb === undefined ? defaultVerbs(type, state === null ? 'delete' : 'state') : [verb],
  channel,
})
export const factsOfRestore = (
  { type }: Subject,
  { verb, channel }: Pick<RestoreInput, 'verb' | 'channel'>,
): CaptureFacts => ({ subjectType: type, verbs: [verb ?? defaultRestoreVerb(type)], channel })

/** In words: `verbs.exclude post.*`. */
export const captureRuleText = ({ field, list, pattern }: CaptureRule): string =>
  pattern === undefined ? `${field}.${list}` : `${field}.${list} ${pattern}`
