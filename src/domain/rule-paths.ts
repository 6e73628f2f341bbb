import { parsePointer } from './pointer.js'
import type { SubjectRules } from './subject-rules.js'

export type RuleKind = 'ignore' | 'redact'

/** One path of a rule, as far as it still has to be followed from a given place. */
export interface RulePath {
  readonly kind: RuleKind
  /** As it was configured. */
  readonly pattern: string
  /** Unescaped segments, at least one. */
  readonly rest: readonly string[]
}

/** What the rules say of a member or an item; `inside` are the paths that go on within it. */
export type Verdict =
  | { readonly _tag: 'Ignored' }
  /** Only ignoring goes on inside. */
  | { readonly _tag: 'Redacted'; readonly pattern: string; readonly inside: readonly RulePath[] }
  | { readonly _tag: 'Follow'; readonly inside: readonly RulePath[] }

/** Paths that are no pointers, or name the whole state, are left out: `checkRules` refuses them. */
export const rulePaths = (rules: SubjectRules | undefined): readonly RulePath[] => [
  ...compile('ignore', rules?.ignore),
  ...compile('redact', rules?.redact),
]

const compile = (kind: RuleKind, patterns: readonly string[] = []): readonly RulePath[] =>
  patterns.flatMap((pattern) => {
    const rest = parsePointer(pattern) ?? []
    return rest.length === 0 ? [] : [{ kind, pattern, rest }]
  })

/**
 * What holds for the member `segment`, or for an item (null): only `*` stands for items, since their index changes when
 * they move. Ignoring wins over redacting, the outer path over the inner one, the first configured over later ones.
 */
export const verdictOn = (paths: readonly RulePath[], segment: string | null): Verdict => {
  const reached = paths.filter(({ rest }) => rest[0] === '*' || (segment !== null && rest[0] === segment))
  const ending = reached.filter(({ rest }) => rest.length === 1)
  if (ending.some(({ kind }) => kind === 'ignore')) return { _tag: 'Ignored' }
  const inside = reached.filter(({ rest }) => rest.length > 1).map((path) => ({ ...path, rest: path.rest.slice(1) }))
  const redacting = ending[0]
  if (redacting === undefined) return { _tag: 'Follow', inside }
  return { _tag: 'Redacted', pattern: redacting.pattern, inside: inside.filter(({ kind }) => kind === 'ignore') }
}
