/** Ten bits a value and five probes: about one value in a hundred that is not there seems to be. */
const bitsPerValue = 10
const probes = 5

/** The two hashes of a term that all filters are asked with (FNV-1a, from two offsets). */
export type TermHash = readonly [number, number]

export const termHash = (term: Buffer): TermHash => {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < term.length; i++) {
    const byte = term[i] as number
    a = Math.imul(a ^ byte, 0x01000193)
    b = Math.imul(b ^ byte, 0x5bd1e995)
  }
  return [mix(a), mix(b) | 1]
}

/** Spreads what differs in a hash over all of its bits. */
export const mix = (hash: number): number => {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (half ^ (half >>> 13)) >>> 0
}

/** A Bloom filter of the terms with these hashes: says surely what is not there. */
export const makeBloom = (hashes: readonly TermHash[]): Uint8Array => {
  const bloom = new Uint8Array(Math.ceil((hashes.length * bitsPerValue) / 8))
  for (const hash of hashes) {
    for (let probe = 0; probe < probes; probe++) {
      const bit = bitAt(hash, probe, bloom.length * 8)
      bloom[bit >>> 3] = (bloom[bit >>> 3] ?? 0) | (1 << (bit & 7))
    }
  }
  return bloom
}

export const mayHold = (bloom: Uint8Array, hash: TermHash): boolean => {
  if (bloom.length === 0) return false
  for (let probe = 0; probe < probes; probe++) {
    const bit = bitAt(hash, probe, bloom.length * 8)
    if (((bloom[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false
  }
  return true
}

const bitAt = ([a, b]: TermHash, probe: number, bits: number): number => ((a + Math.imul(probe, b)) >>> 0) % bits
