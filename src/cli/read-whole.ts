import type { InputFile } from './environment.js'
import { badInput } from './failure.js'

const maxInputBytes = 16 * 1024 * 1024

/** All of an input that is one document; `name` is what it is called in messages. */
export const readWhole = async ({ chunks }: InputFile, name: string): Promise<Buffer> => {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > maxInputBytes) return badInput(name, `is larger than ${maxInputBytes} bytes`)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}
