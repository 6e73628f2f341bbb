import { Buffer } from 'node:buffer'
import { shared } from './protocol.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A stream's name; undefined where there is none or it is no UTF-8. */
export const streamNameOf = (identifier: shared.StreamIdentifier | undefined): string | undefined => {
  try {
    const name = identifier === undefined ? '' : utf8.decode(identifier.getStreamName_asU8())
    return name === '' ? undefined : name
  } catch {
    return undefined
  }
}

export const streamIdentifier = (stream: string): shared.StreamIdentifier => {
  const identifier = new shared.StreamIdentifier()
  identifier.setStreamName(Buffer.from(stream))
  return identifier
}

/** A UUID as text in lower case, or undefined. A structured one is two halves, each a signed 64-bit number. */
export const uuidOf = (uuid: shared.UUID | undefined): string | undefined => {
  const structured = uuid?.getStructured()
  if (structured === undefined) {
    const text = uuid?.getString().toLowerCase()
    return text !== undefined && uuidForm.test(text) ? text : undefined
  }
  const bits = half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits())
  return [bits.slice(0, 8), bits.slice(8, 12), bits.slice(12, 16), bits.slice(16, 20), bits.slice(20)].join('-')
}

export const uuidMessage = (id: string, structured = false): shared.UUID => {
  const uuid = new shared.UUID()
  if (!structured) {
    uuid.setString(id)
    return uuid
  }
  const bits = id.replaceAll('-', '')
  const halves = new shared.UUID.Structured()
  halves.setMostSignificantBits(signed(bits.slice(0, 16)))
  halves.setLeastSignificantBits(signed(bits.slice(16)))
  uuid.setStructured(halves)
  return uuid
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const half = (number: string): string => BigInt.asUintN(64, BigInt(number)).toString(16).padStart(16, '0')
const signed = (hex: string): string => BigInt.asIntN(64, BigInt(`0x${hex}`)).toString()

/** An unsigned 64-bit number as one of JavaScript's; what is beyond 2^53-1 is beyond the end of any log. */
export const safeInteger = (text: string): number => Math.min(Number(text), Number.MAX_SAFE_INTEGER)
