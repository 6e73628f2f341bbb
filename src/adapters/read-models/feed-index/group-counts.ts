import { cellTable, hashTable, sortingTable } from './count-tables.js'
import type { CountTable } from './count-tables.js'

/** Counts by slot and up to two codes. */
export interface GroupCounts {
  readonly add: (slot: number, first: number, second: number, count: number) => void
  /** Adds one for each of the first `size` keys: slot × `perSlot` + first code × `perFirst` + second code. */
  readonly addEach: (keys: Float64Array, size: number) => void
  readonly perSlot: number
  readonly perFirst: number
  /** All that are not zero, in the order of the slots. */
  readonly groups: () => Groups
}

/** By place, from 0 on. */
export interface Groups {
  readonly counts: Uint32Array
  readonly slotAt: (place: number) => number
  readonly firstAt: (place: number) => number
  readonly secondAt: (place: number) => number
}

/** An array of all cells (4 bytes each) is used up to so many, where they are not far more than the events. */
const maxCells = 12_582_912
const cellsPerEvent = 8
/** 4 bytes each, and as many again while they are put in order. */
const maxSorted = 16_777_216

const tableFor = (cells: number, events: number): CountTable => {
  if (cells <= maxCells && cells <= 65_536 + cellsPerEvent * events) return cellTable(cells)
  return cells <= 2 ** 32 && events <= maxSorted ? sortingTable(events) : hashTable()
}

/** Codes are below `firstEnd` and `secondEnd`; slots below `slots`, or without bound; there are `events` to count, or fewer. */
export const groupCounts = (
  slots: number | undefined,
  firstEnd: number,
  secondEnd: number,
  events: number,
): GroupCounts => {
  const perSlot = firstEnd * secondEnd
  const cells = (slots ?? Infinity) * perSlot
  const table = tableFor(cells, events)
  return {
    add: (slot, first, second, count) => {
      table.add(slot * perSlot + first * secondEnd + second, count)
    },
    addEach: table.addEach,
    perSlot,
    perFirst: secondEnd,
    groups: () => {
      const { keys, counts } = table.sorted()
      // Most are never asked for: the places of all would take as long as counting.
      const keyAt = (place: number): number => keys[place] as number
      return {
        counts,
        slotAt: (place) => Math.floor(keyAt(place) / perSlot),
        firstAt: (place) => Math.floor((keyAt(place) % perSlot) / secondEnd),
        secondAt: (place) => keyAt(place) % secondEnd,
      }
    },
  }
}
