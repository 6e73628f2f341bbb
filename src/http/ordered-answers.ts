import type { Writable } from 'node:stream'

/**
 * Texts that become ready in any order and are written in the order in which their places were taken, gathered into chunks.
 */
export interface OrderedAnswers {
  /** Takes the next place; `bytes` is what the line behind it weighs while it waits. */
  readonly place: (bytes: number) => Place
  /** Fills a place: its text, or undefined for nothing. */
  readonly fill: (place: Place, text: string | undefined) => void
  /** Resolves once there is room for another place, or the reader is gone. */
  readonly room: () => Promise<void>
  /** Resolves once every place taken is filled and handed to the stream, or the reader is gone. */
  readonly settled: () => Promise<void>
  readonly isGone: () => boolean
}

export interface Place {
  readonly bytes: number
  filled: boolean
  text: string | undefined
}

export interface AnswerBounds {
  /** Places taken and not yet written. */
  readonly places: number
  /** What the lines behind them weigh together (one line always has room). */
  readonly placeBytes: number
  /** Bytes of answers that the reader has not taken yet. */
  readonly unreadBytes: number
  /** How long a reader may take nothing at all while that bound is met, before it is given up. */
  readonly stalledMs: number
}

const chunkChars = 65_536

/** `onWritten` is told of each text as it is handed to the target. */
export const orderedAnswers = (
  target: Writable,
  bounds: AnswerBounds,
  onWritten: (text: string) => void = () => undefined,
): OrderedAnswers => {
  const places: Place[] = []
  let head = 0
  let bytes = 0
  let scheduled = false
  let gone = target.destroyed
  let wake: (() => void) | undefined
  target.once('close', () => {
    gone = true
    wake?.()
  })
  target.on('error', () => (gone = true))

  const send = (chunk: string): void => {
    onWritten(chunk)
    target.write(chunk)
  }

  const write = (): void => {
    scheduled = false
    if (gone || target.destroyed) return
    let chunk = ''
    for (let place = places[head]; place?.filled === true; place = places[++head]) {
      bytes -= place.bytes
      if (place.text !== undefined) chunk += place.text
      if (chunk.length >= chunkChars) {
        send(chunk)
        chunk = ''
      }
    }
    if (chunk !== '') send(chunk)
    places.splice(0, head)
    head = 0
    wake?.()
  }

  const until = async (reached: () => boolean): Promise<void> => {
    while (!gone && !reached()) await new Promise<void>((resolve) => (wake = resolve))
    wake = undefined
  }

  /** A reader that takes its time is waited for as long as it takes anything at all. */
  const drained = async (): Promise<void> => {
    let unread = target.writableLength
    const look = (): void => {
      if (target.writableLength === unread) target.destroy()
      unread = target.writableLength
    }
    const onDrain = (): void => wake?.()
    const timer = setInterval(look, bounds.stalledMs)
    target.on('drain', onDrain)
    await until(() => target.writableLength < bounds.unreadBytes)
    target.removeListener('drain', onDrain)
    clearInterval(timer)
  }

  return {
    place: (placeBytes) => {
      const place: Place = { bytes: placeBytes, filled: false, text: undefined }
      places.push(place)
      bytes += placeBytes
      return place
    },
    fill: (place, text) => {
      place.filled = true
      place.text = text
      if (scheduled || places[0] !== place) return
      scheduled = true
      setImmediate(write)
    },
    room: async () => {
      if (places.length >= bounds.places || bytes >= bounds.placeBytes) {
        await until(() => places.length < bounds.places && bytes < bounds.placeBytes)
      }
      if (target.writableLength >= bounds.unreadBytes) await drained()
    },
    settled: () => until(() => places.length === 0),
    isGone: () => gone,
  }
}
