/** The whole lines of a text in UTF-8 that comes in pieces, without their ends (LF or CR LF). What comes behind the last line end is no line. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  let begun: string[] = []
  for await (const chunk of chunks) {
    const [first = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n')
    begun.push(first)
    for (const next of more) {
      const line = begun.join('')
      begun = [next]
      yield line.endsWith('\r') ? line.slice(0, -1) : line
    }
  }
}
