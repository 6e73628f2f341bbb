/**
 * The baseline for an import: reads the lines, works out each difference with jsondiffpatch, verifies that it patches and unpatches, and
 * inserts it; 500 rows a commit into the log's own table. Arguments: the file, an empty folder.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual } from 'node:util'
import { createGunzip } from 'node:zlib'
import { create } from 'jsondiffpatch'
import type { Delta } from 'jsondiffpatch'
import { openLogForWriting } from '../../src/adapters/embedded/log-schema.js'

interface Line {
  readonly subject: { readonly type: string; readonly id: string }
  readonly verb: string
  readonly state: unknown
}

const [file = '', folder = ''] = process.argv.slice(2)
const differ = create()
const db = openLogForWriting(join(folder, 'bare.db'))
const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
const last = new Map<string, { readonly streamId: number; revision: number; state: unknown }>()
let position = 0

/** The difference if it can be made and stands up to both patches: the library fails at keys such as `constructor`. */
const verifiedDelta = (before: unknown, after: unknown): Delta => {
  try {
    const delta = differ.diff(before, after)
    if (delta === undefined) return undefined
    if (!isDeepStrictEqual(differ.patch(structuredClone(before), delta), after)) return [before, after]
    if (!isDeepStrictEqual(differ.unpatch(structuredClone(after), delta), before)) return [before, after]
    return delta
  } catch {
    return [before, after]
  }
}

const take = (text: string): void => {
  const line = JSON.parse(text) as Line
  const { state, ...rest } = line
  const key = `${line.subject.type}-default:${line.subject.id}`
  const known = last.get(key)
  const delta = known === undefined ? undefined : verifiedDelta(known.state, state)
  if (known !== undefined && delta === undefined) return
  const entry = known ?? { streamId: last.size + 1, revision: -1, state }
  entry.revision += 1
  entry.state = state
  last.set(key, entry)
  const change = delta === undefined ? { kind: 'state', state } : { kind: 'patch', delta }
  const data = Buffer.from(JSON.stringify({ ...rest, change }))
  const digest = createHash('sha256').update(data).digest()
  const id = createHash('sha1').update(`${key} ${entry.revision}`).digest().subarray(0, 16)
  const metadata = Buffer.from(JSON.stringify({ annals: 1, kind: 'change', recordedAt: new Date().toISOString() }))
  insert.run(position, entry.streamId, entry.revision, id, line.verb, 1, Date.now(), digest, metadata, data)
  position += 1
}

const bytes = createReadStream(file)
const lines = createInterface({ input: file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes, crlfDelay: Infinity })
const takeAll = db.transaction((batch: readonly string[]) => {
  for (const text of batch) take(text)
})
let batch: string[] = []
for await (const text of lines) {
  batch.push(text)
  if (batch.length < 500) continue
  takeAll.immediate(batch)
  batch = []
}
takeAll.immediate(batch)
db.close()
