import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { annalsProgram, runToEnd } from './child-process.js'
import { interleaved, withFolder } from './measure.js'
import type { Benchmark } from './measure.js'
import { seededRandom } from './random.js'

const bareProgram = fileURLToPath(new URL('./bare-import.js', import.meta.url))
const target = 2.5

/**
 * `annals import` of a file of state history, from start to end of the process, beside a bare program that does the same work with the
 * libraries alone. ANNALS_DOCUMENT_HISTORY names the file; without it, one is made.
 */
export const importHistory: Benchmark = {
  run: (options) =>
    withFolder(async (shared) => {
      const given = process.env['ANNALS_DOCUMENT_HISTORY']
      const file = given ?? (await makeHistory(join(shared, 'history.ndjson'), options.quick ? 1_000 : 8_000))
      const took = await interleaved(options, options.quick ? 1 : 3, {
        bare: () => withFolder((folder) => runToEnd([bareProgram, file, folder])),
        annals: () =>
          withFolder((folder) => {
            mkdirSync(folder, { recursive: true })
            return runToEnd([annalsProgram, 'import', file, '--data-dir', folder])
          }),
      })
      return [
        {
          what: `import of ${given === undefined ? 'a made-up' : 'the given'} state history`,
          measured: `${(took.annals / 1_000).toFixed(1)} s`,
          baseline: `${(took.bare / 1_000).toFixed(1)} s (bare parse, diff, verify, insert)`,
          ratio: `${(took.annals / took.bare).toFixed(2)} ×`,
          target: `≤ ${target} ×`,
          met: took.annals <= target * took.bare,
        },
      ]
    }),
}

/** Documents of some 10 KB with nested objects and lists, a few values of which change from line to line. */
const makeHistory = async (file: string, lines: number): Promise<string> => {
  const random = seededRandom(11)
  const documents = Array.from({ length: 300 }, makeDocument)
  const out = createWriteStream(file)
  for (let line = 0; line < lines; line += 1) {
    const index = Math.floor(random() * documents.length)
    const document = documents[index] ?? makeDocument()
    for (let change = 0; change < 3; change += 1) {
      const section = document.sections[Math.floor(random() * document.sections.length)]
      if (section !== undefined)
        section.support[Math.floor(random() * section.support.length)] = { since: String(line), flag: random() < 0.5 }
    }
    const text = JSON.stringify({
      occurredAt: new Date(Date.UTC(2020, 0, 1) + line * 60_000).toISOString(),
      transaction: `t-${Math.floor(line / 4)}`,
      actor: `author-${Math.floor(random() * 50)}`,
      verb: 'document.updated',
      channel: 'editor',
      subject: { type: 'document', id: String(index) },
      state: document,
    })
    if (!out.write(`${text}\n`)) await once(out, 'drain')
  }
  await new Promise<void>((resolve) => out.end(() => resolve()))
  return file
}

interface Section {
  readonly name: string
  readonly support: { since: string; flag: boolean }[]
}

const makeDocument = (): { readonly title: string; readonly sections: readonly Section[] } => ({
  title: 'A document',
  sections: Array.from({ length: 15 }, (_, section) => ({
    name: `section-${section}`,
    support: Array.from({ length: 20 }, (__, version) => ({ since: String(version), flag: version % 2 === 0 })),
  })),
})
