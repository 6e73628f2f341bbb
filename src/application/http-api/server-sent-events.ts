export interface ServerSent {
  readonly event: string | undefined
  readonly id: string | undefined
  readonly data: string
}

/** The events of a stream's lines, by the HTML Standard, section 9.2.6. An event that is not ended by an empty line has not come. */
export async function* serverSentEvents(lines: AsyncIterable<string>): AsyncGenerator<ServerSent, void, undefined> {
  let fields: Record<string, string> = {}
  for await (const line of lines) {
    if (line === '') {
      const { event, id, data } = fields
      fields = {}
      if (data !== undefined) yield { event, id, data }
      continue
    }
    const colon = line.indexOf(':')
    const name = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (name === 'event' || name === 'id') fields[name] = value
    if (name === 'data') fields['data'] = fields['data'] === undefined ? value : `${fields['data']}\n${value}`
  }
}
