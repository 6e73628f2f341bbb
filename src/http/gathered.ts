/** Bytes that come in pieces, in their order. */
export interface Gathered {
  readonly add: (piece: Buffer) => void
  readonly all: () => Buffer
}

/** A buffer takes some 180 bytes besides what is in it, and HTTP's chunks may have a single byte each. */
const looseMax = 256

/** However small the pieces are, little more than their bytes is held: so many of them become one. */
export const gathered = (): Gathered => {
  const blocks: Buffer[] = []
  let loose: Buffer[] = []
  return {
    add: (piece) => {
      loose.push(piece)
      if (loose.length < looseMax) return
      blocks.push(Buffer.concat(loose))
      loose = []
    },
    all: () => {
      const [first] = loose
      return blocks.length === 0 && loose.length === 1 && first !== undefined
        ? first
        : Buffer.concat([...blocks, ...loose])
    },
  }
}
