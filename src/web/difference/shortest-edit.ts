export interface Edit {
  readonly kind: 'same' | 'old' | 'new'
  readonly text: string
}

/**
 * The fewest words to take out and to put in that lead from one text to another (E. W. Myers, "An O(ND) difference algorithm
 * and its variations", 1986), or undefined where they are more than `maxEdits`.
 */
export const shortestEdit = (
  a: readonly string[],
  b: readonly string[],
  maxEdits: number,
): readonly Edit[] | undefined => {
  const bound = Math.min(a.length + b.length, maxEdits)
  const furthest = new Int32Array(2 * bound + 3)
  const at = (diagonal: number): number => diagonal + bound + 1
  const trace: Int32Array[] = []
  for (let edits = 0; edits <= bound; edits++) {
    trace.push(furthest.slice())
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = isDown(furthest, at, diagonal, edits)
      let x = down ? (furthest[at(diagonal + 1)] as number) : (furthest[at(diagonal - 1)] as number) + 1
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1
      furthest[at(diagonal)] = x
      if (x >= a.length && x - diagonal >= b.length) return wayBack(a, b, trace, at)
    }
  }
  return undefined
}

const isDown = (furthest: Int32Array, at: (diagonal: number) => number, diagonal: number, edits: number): boolean =>
  diagonal === -edits ||
  (diagonal !== edits && (furthest[at(diagonal - 1)] as number) < (furthest[at(diagonal + 1)] as number))

const wayBack = (
  a: readonly string[],
  b: readonly string[],
  trace: readonly Int32Array[],
  at: (diagonal: number) => number,
): readonly Edit[] => {
  const edits: Edit[] = []
  let x = a.length
  let y = b.length
  for (let step = trace.length - 1; step >= 0; step--) {
    const furthest = trace[step] as Int32Array
    const diagonal = x - y
    const down = isDown(furthest, at, diagonal, step)
    const from = step === 0 ? 0 : (furthest[at(down ? diagonal + 1 : diagonal - 1)] as number)
    const fromY = step === 0 ? 0 : from - (down ? diagonal + 1 : diagonal - 1)
    while (x > from && y > fromY) {
      x -= 1
      y -= 1
      edits.push({ kind: 'same', text: a[x] as string })
    }
    if (step > 0 && down) edits.push({ kind: 'new', text: b[--y] as string })
    else if (step > 0) edits.push({ kind: 'old', text: a[--x] as string })
  }
  return edits.reverse()
}
