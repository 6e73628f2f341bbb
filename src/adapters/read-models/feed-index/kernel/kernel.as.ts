// The loops over columns, in AssemblyScript: compiled by `npm run build:kernel` into kernel-wasm.ts. All places are offsets in the module's memory,
// multiples of 16 that do not overlap, and all loops over 8 or 16 bits run on to a multiple of 16 rows.

/** mask[i] &= column[i] == value, for 8-bit columns. */
export function equal8(column: usize, value: u8, mask: usize, rows: i32): void {
  const wanted = i8x16.splat(value)
  const one = i8x16.splat(1)
  for (let i = 0; i < rows; i += 16) {
    const met = v128.and(i8x16.eq(v128.load(column + i), wanted), one)
    v128.store(mask + i, v128.and(v128.load(mask + i), met))
  }
}

/** mask[i] &= column[i] == value, for 16-bit columns. */
export function equal16(column: usize, value: u16, mask: usize, rows: i32): void {
  const wanted = i16x8.splat(value)
  const one = i8x16.splat(1)
  for (let i = 0; i < rows; i += 16) {
    const low = i16x8.eq(v128.load(column + 2 * i), wanted)
    const high = i16x8.eq(v128.load(column + 2 * i + 16), wanted)
    const met = v128.and(i8x16.narrow_i16x8_s(low, high), one)
    v128.store(mask + i, v128.and(v128.load(mask + i), met))
  }
}

/** mask[i] &= table[column[i]]. */
export function table8(column: usize, table: usize, mask: usize, rows: i32): void {
  for (let i = 0; i < rows; i++) store<u8>(mask + i, load<u8>(mask + i) & load<u8>(table + load<u8>(column + i)))
}

export function table16(column: usize, table: usize, mask: usize, rows: i32): void {
  for (let i = 0; i < rows; i++) store<u8>(mask + i, load<u8>(mask + i) & load<u8>(table + load<u16>(column + 2 * i)))
}

/** mask[i] &= 1 - except[i]. */
export function without(except: usize, mask: usize, rows: i32): void {
  for (let i = 0; i < rows; i += 16) v128.store(mask + i, v128.andnot(v128.load(mask + i), v128.load(except + i)))
}

/** Writes the numbers of the rows that are marked, 16 bits each, and returns how many there are. */
export function collect(mask: usize, rows: i32, target: usize): i32 {
  let count: i32 = 0
  for (let i = 0; i < rows; i += 16) {
    let bits = i8x16.bitmask(i8x16.neg(v128.load(mask + i)))
    while (bits != 0) {
      store<u16>(target + 2 * count, <u16>(i + ctz(bits)))
      count++
      bits &= bits - 1
    }
  }
  return count
}

/** How many rows are marked. */
export function count(mask: usize, rows: i32): i32 {
  let sum: i32 = 0
  for (let i = 0; i < rows; i += 16) sum += popcnt(i8x16.bitmask(i8x16.neg(v128.load(mask + i))))
  return sum
}

/** cells[column[i]] += mask[i]. */
export function tally8(column: usize, mask: usize, rows: i32, cells: usize): void {
  for (let i = 0; i < rows; i++) {
    const cell = cells + 4 * <usize>load<u8>(column + i)
    store<u32>(cell, load<u32>(cell) + load<u8>(mask + i))
  }
}

export function tally16(column: usize, mask: usize, rows: i32, cells: usize): void {
  for (let i = 0; i < rows; i++) {
    const cell = cells + 4 * <usize>load<u16>(column + 2 * i)
    store<u32>(cell, load<u32>(cell) + load<u8>(mask + i))
  }
}

/** cells[first[i] * width + second[i]] += mask[i], for 8-bit columns. */
export function tallyPairs8(first: usize, second: usize, width: u32, mask: usize, rows: i32, cells: usize): void {
  for (let i = 0; i < rows; i++) {
    const cell = cells + 4 * <usize>(<u32>load<u8>(first + i) * width + <u32>load<u8>(second + i))
    store<u32>(cell, load<u32>(cell) + load<u8>(mask + i))
  }
}
