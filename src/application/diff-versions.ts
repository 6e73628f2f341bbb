import * as E from 'fp-ts/lib/Either.js'
import type { Either } from 'fp-ts/lib/Either.js'
import { describeChanges } from '../domain/changes.js'
import { rulesFor } from '../domain/rules.js'
import { diff } from '../domain/diff.js'
import type { AnnalsError, FieldIssue } from '../domain/errors.js'
import type { Subject } from '../domain/event.js'
import type { State } from '../domain/json.js'
import type { SubjectRulesByType } from '../domain/subject-rules.js'
import type { Operations } from './operations.js'
import { foldAt } from './state-at.js'
import type { StatePorts } from './state-at.js'

export interface DiffPorts extends StatePorts {
  readonly rules: SubjectRulesByType
}

/** What changed between two versions of a subject, in either direction. */
export const diffVersions =
  (ports: DiffPorts): Operations['diff'] =>
  (tenant, subject, { from, to }) =>
  async () => {
    const issues = [...versionIssues('from', from), ...versionIssues('to', to)]
    if (issues.length > 0) return E.left({ _tag: 'InvalidInput', issues })
    const before = await stateOf(ports, tenant, subject, from)
    if (E.isLeft(before)) return before
    const after = await stateOf(ports, tenant, subject, to)
    if (E.isLeft(after)) return after
    const itemKeys = rulesFor(ports.rules, subject.type)?.arrayItemKeys
    const delta = before.right === null || after.right === null ? undefined : diff(before.right, after.right, itemKeys)
    return E.right({ from, to, delta: delta ?? null, changes: describeChanges(before.right, after.right, delta) })
  }

const versionIssues = (field: string, version: number): readonly FieldIssue[] =>
  Number.isSafeInteger(version) && version >= -1 ? [] : [{ field, message: 'must be an integer from -1' }]

/** Version -1 is the nothing before the first change. */
const stateOf = async (
  ports: DiffPorts,
  tenant: string,
  subject: Subject,
  version: number,
): Promise<Either<AnnalsError, State | null>> => {
  const found = await foldAt(ports)(tenant, subject, { _tag: 'Version', version: Math.max(version, 0) })
  if (E.isLeft(found)) return found
  return E.right(version < 0 ? null : found.right.state)
}
