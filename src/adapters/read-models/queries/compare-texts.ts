/** Group by group: no value comes first, texts byte by byte in UTF-8, as everywhere in the read models. */
export const compareValues = (a: readonly (string | null)[], b: readonly (string | null)[]): number => {
  for (let i = 0; i < a.length; i++) {
    const order = compareTexts(a[i] ?? null, b[i] ?? null)
    if (order !== 0) return order
  }
  return 0
}

const compareTexts = (a: string | null, b: string | null): number => {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  const most = Math.min(a.length, b.length)
  let at = 0
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === most) return a.length - b.length
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at))
}

/** UTF-16 has the characters that take two units before the last of those that take one. */
const rank = (unit: number): number => {
  if (unit < 0xd800) return unit
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000
}
