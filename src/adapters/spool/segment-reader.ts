import type { Letter, Read, SpoolDamage } from '../../ports/spool.js'
import type { Frame, Scan } from './frame.js'
import { scanFrames } from './frame.js'
import type { Segment, Segments } from './segments.js'
import { asideName, readPart } from './spool-files.js'

export interface SegmentReaderOptions {
  readonly folder: string
  readonly segments: Segments
  /** The number of the last letter that the store has. */
  readonly delivered: number
  readonly onDamage: (damage: SpoolDamage) => void
}

export interface SegmentReader {
  readonly read: (most: { readonly events: number; readonly bytes: number }) => Promise<Read>
}

interface Place {
  readonly segment: Segment
  /** Up to where it has been scanned. */
  offset: number
}

/** Reads letters in their order, whatever is damaged between them. One call at a time. */
export const segmentReader = ({ folder, segments, delivered, onDamage }: SegmentReaderOptions): SegmentReader => {
  let place: Place | undefined
  let scanned: Frame[] = []
  let taken = 0
  let last = delivered
  /** The last letter that was lost at the end of a segment. */
  let missing = 0

  const tell = (segment: Segment, offset: number, bytes: number, events: number): void => {
    segment.isDamaged = true
    onDamage({ file: asideName(folder, segment.file), offset, bytes, events })
  }

  const scan = async (from: Place): Promise<void> => {
    const { segment, offset } = from
    const { size: end, next: known } = segment
    const bytes = await readPart(segment.file, offset, end)
    const found = scanFrames(bytes)
    tellGaps(from, found)
    from.offset = end
    scanned = found.frames.filter(({ number }) => number > last)
    taken = 0
    if (found.end < end - offset)
      tellEnd(segment, offset + found.end, end, Math.max(last, found.frames.at(-1)?.number ?? 0) + 1, known)
  }

  const tellGaps = ({ segment, offset }: Place, found: Scan): void => {
    for (const gap of found.gaps) {
      const previous = found.frames.findLast(({ number }) => number < gap.before)?.number ?? segment.first - 1
      tell(segment, offset + gap.offset, gap.bytes, Math.max(0, gap.before - Math.max(previous, last) - 1))
    }
  }

  /** Where no letter is missing, it is the end of a write that failed and was never acknowledged. */
  const tellEnd = (segment: Segment, from: number, end: number, next: number, known: number | undefined): void => {
    const behind = segments.all()[segments.all().indexOf(segment) + 1]
    const expected = known ?? behind?.first ?? next
    if (expected <= next) return
    missing = expected - 1
    tell(segment, from, end - from, expected - next)
  }

  /** Whether there are letters in `scanned` that were not taken yet. */
  const advance = async (): Promise<boolean> => {
    while (taken >= scanned.length) {
      last = Math.max(last, missing)
      const all = segments.all()
      const at = place === undefined ? -1 : all.indexOf(place.segment)
      // Only those in front are removed, once all that they hold is delivered.
      if (place === undefined || at < 0) {
        const [first] = all
        if (first === undefined) return false
        place = { segment: first, offset: 0 }
      } else if (place.offset < place.segment.size) await scan(place)
      else {
        const next = all[at + 1]
        if (!place.segment.isSealed || next === undefined) return false
        place = { segment: next, offset: 0 }
      }
    }
    return true
  }

  return {
    read: async (most) => {
      const letters: Letter[] = []
      let bytes = 0
      while (letters.length < most.events && (await advance())) {
        const frame = scanned[taken]
        if (frame === undefined || (letters.length > 0 && bytes + frame.size > most.bytes)) break
        letters.push(frame.letter)
        bytes += frame.size
        last = frame.number
        taken += 1
      }
      return { letters, through: last }
    },
  }
}
