/** Counts by slot and up to two codes. */
export interface GroupCounts {
  readonly add: (slot: number, first: number, second: number, count: number) => void
  /** All that are not zero, in the order of the slots. */
  readonly groups: () => Groups
}

/** Columns of the same length. */
export interface Groups {
  readonly slots: Float64Array
  readonly firsts: Uint32Array
  readonly seconds: Uint32Array
  readonly counts: Uint32Array
}

/** An array of all cells (4 bytes each) is used up to so many, where they are not far more than the events. */
const maxCells = 12_582_912
const cellsPerEvent = 8

/** Codes are below `firstEnd` and `secondEnd`; slots below `slots`, or without bound; there are `events` to count, or fewer. */
export const groupCounts = (
  slots: number | undefined,
  firstEnd: number,
  secondEnd: number,
  events: number,
): GroupCounts => {
  const perSlot = firstEnd * secondEnd
  const cells = (slots ?? Infinity) * perSlot
  const table = cells <= maxCells && cells <= 65_536 + cellsPerEvent * events ? cellTable(cells) : hashTable()
  return {
    add: (slot, first, second, count) => table.add(slot * perSlot + first * secondEnd + second, count),
    groups: () => {
      const { keys, counts } = slots === 1 ? table.all() : table.sorted()
      const groups: Groups = {
        slots: new Float64Array(keys.length),
        firsts: new Uint32Array(keys.length),
        seconds: new Uint32Array(keys.length),
        counts,
      }
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] as number
        const slot = Math.floor(key / perSlot)
        const within = key - slot * perSlot
        const first = Math.floor(within / secondEnd)
        groups.slots[i] = slot
        groups.firsts[i] = first
        groups.seconds[i] = within - first * secondEnd
      }
      return groups
    },
  }
}

interface CountTable {
  readonly add: (key: number, count: number) => void
  /** All that are not zero, in any order. */
  readonly all: () => Counted
  /** In the order of the keys. */
  readonly sorted: () => Counted
}

interface Counted {
  readonly keys: Float64Array
  readonly counts: Uint32Array
}

const cellTable = (size: number): CountTable => {
  const cells = new Uint32Array(size)
  const sorted = (): Counted => {
    let size = 0
    for (let key = 0; key < cells.length; key++) if (cells[key] !== 0) size++
    const keys = new Float64Array(size)
    const counts = new Uint32Array(size)
    let at = 0
    for (let key = 0; at < size; key++) {
      const count = cells[key] as number
      if (count === 0) continue
      keys[at] = key
      counts[at++] = count
    }
    return { keys, counts }
  }
  return {
    add: (key, count) => {
      cells[key] = (cells[key] as number) + count
    },
    all: sorted,
    sorted,
  }
}

/** Open addressing: about a tenth of what a Map takes for the same. */
const hashTable = (): CountTable => {
  let bits = 10
  let keys = new Float64Array(2 ** bits).fill(-1)
  let counts = new Uint32Array(2 ** bits)
  let size = 0

  const placeOf = (key: number): number => {
    const mask = keys.length - 1
    let place = Math.imul((key | 0) ^ Math.imul((key / 4_294_967_296) | 0, 31), 0x9e3779b1) >>> (32 - bits)
    while (keys[place] !== -1 && keys[place] !== key) place = (place + 1) & mask
    return place
  }

  const grow = (): void => {
    const [oldKeys, oldCounts] = [keys, counts]
    bits++
    keys = new Float64Array(2 ** bits).fill(-1)
    counts = new Uint32Array(2 ** bits)
    for (let i = 0; i < oldKeys.length; i++) {
      const key = oldKeys[i] as number
      if (key === -1) continue
      const place = placeOf(key)
      keys[place] = key
      counts[place] = oldCounts[i] as number
    }
  }

  const all = (): Counted => {
    const [found, their] = [new Float64Array(size), new Uint32Array(size)]
    let at = 0
    for (let place = 0; place < keys.length; place++) {
      const key = keys[place] as number
      if (key === -1) continue
      found[at] = key
      their[at++] = counts[place] as number
    }
    return { keys: found, counts: their }
  }

  return {
    add: (key, count) => {
      let place = placeOf(key)
      if (keys[place] === -1) {
        if (++size > keys.length / 2) {
          grow()
          place = placeOf(key)
        }
        keys[place] = key
      }
      counts[place] = (counts[place] as number) + count
    },
    all,
    sorted: () => {
      const found = all().keys.sort()
      const their = new Uint32Array(found.length)
      for (let i = 0; i < found.length; i++) their[i] = counts[placeOf(found[i] as number)] as number
      return { keys: found, counts: their }
    },
  }
}
