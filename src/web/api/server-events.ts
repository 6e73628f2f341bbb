/** One event of a stream (HTML Standard, section 9.2.6). */
export interface ServerEvent {
  readonly name: string
  readonly data: string
  /** The last id that the stream said, which an event of its own need not have. */
  readonly lastId: string
}

/** What a stream may hold back until a line ends: more than the largest event the API sends. */
const maxHeldCharacters = 8 * 1_024 * 1_024

/** Reads a stream of server-sent events piece by piece. @throws RangeError where an event has no end. */
export const serverEventReader = (
  onEvent: (event: ServerEvent) => void,
  onRetry: (ms: number) => void,
): ((piece: string) => void) => {
  let held = ''
  let name = ''
  let data: string[] = []
  let dataLength = 0
  let lastId = ''
  let isBeginning = true

  const takeField = (field: string, value: string): void => {
    if (field === 'event') name = value
    if (field === 'data') {
      data.push(value)
      dataLength += value.length
    }
    if (field === 'id' && !value.includes('\0')) lastId = value
    if (field === 'retry' && /^\d+$/.test(value)) onRetry(Number(value))
  }

  const takeLine = (line: string): void => {
    if (line === '') {
      if (data.length > 0) onEvent({ name: name === '' ? 'message' : name, data: data.join('\n'), lastId })
      name = ''
      data = []
      dataLength = 0
      return
    }
    const colon = line.indexOf(':')
    if (colon === 0) return
    const value = colon < 0 ? '' : line.slice(colon + 1)
    takeField(colon < 0 ? line : line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value)
  }

  return (piece) => {
    held += isBeginning && piece.startsWith('\uFEFF') ? piece.slice(1) : piece
    isBeginning &&= piece === ''
    let from = 0
    const ends = /\r\n|\n|\r(?!$)/g
    for (let end = ends.exec(held); end !== null; end = ends.exec(held)) {
      takeLine(held.slice(from, end.index))
      from = ends.lastIndex
    }
    held = held.slice(from)
    if (held.length + dataLength > maxHeldCharacters) throw new RangeError('an event of the stream does not end')
  }
}
