/** The first place from which on the ascending values are `least` or more. */
export const lowerBound = (values: Uint16Array | Float64Array, least: number): number => {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < least) low = middle + 1
    else high = middle
  }
  return low
}

/** The first of some rows, in the order of their values, that has `least` or more. */
export const firstAtLeast = (rows: Uint32Array, values: Float64Array, least: number): number => {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[rows[middle] as number] as number) < least) low = middle + 1
    else high = middle
  }
  return low
}
