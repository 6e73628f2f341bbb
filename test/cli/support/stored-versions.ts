import type { Json } from '../../../src/domain/json.js'
import { openAnnals } from '../../../src/main/open-annals.js'

/** Every version of these subjects (`type/id`) in a folder without an owner, read by the store itself: in the form of `expectedVersions`. */
export const storedVersions = async (
  dataDir: string,
  keys: Iterable<string>,
): Promise<ReadonlyMap<string, readonly Json[]>> => {
  const store = await openAnnals({ dataDir, threads: 'in-thread' })
  try {
    const versions = new Map<string, Json[]>()
    for (const key of keys) {
      const at = key.indexOf('/')
      const subject = { type: key.slice(0, at), id: key.slice(at + 1) }
      const states: Json[] = []
      const { version: last } = await store.stateAt(subject)
      for (let version = 0; version <= last; version++) states.push((await store.stateAt(subject, { version })).state)
      versions.set(key, states)
    }
    return versions
  } finally {
    await store.close()
  }
}

/** To be compared: a comparison of the values themselves overlooks keys such as `__proto__`. */
export const asText = (versions: ReadonlyMap<string, readonly Json[]>): readonly string[] =>
  [...versions].map((entry) => JSON.stringify(entry))
