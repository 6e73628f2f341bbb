/** A place in a list in the order of its key: the key's cells, as a text that means nothing to others. */
export const encodePlace = (cells: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(cells)).toString('base64url')

/** The cells of a place, or undefined where it is none of a key with these types. */
export const decodePlace = (
  place: string,
  types: readonly ('string' | 'number')[],
): readonly (string | number)[] | undefined => {
  const cells = parse(place)
  return Array.isArray(cells) &&
    cells.length === types.length &&
    cells.every((cell: unknown, i) => typeof cell === types[i])
    ? (cells as (string | number)[])
    : undefined
}

const parse = (place: string): unknown => {
  try {
    return JSON.parse(Buffer.from(place, 'base64url').toString()) as unknown
  } catch {
    return undefined
  }
}
