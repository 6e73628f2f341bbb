/** What may be recorded of a URL. */
export interface CopiedUrl {
  /** Without credentials, query and fragment. */
  readonly text: string
  readonly host: string
  readonly path: string
  /** The query parameters of these names; undefined where there are none. */
  readonly chosen: (names: readonly string[]) => Readonly<Record<string, string | readonly string[]>> | undefined
}

/** Nothing of what is no URL is recorded: who knows what it is. */
const unknownUrl: CopiedUrl = { text: 'unknown', host: 'unknown', path: 'unknown', chosen: () => undefined }

export const copyUrl = (given: string): CopiedUrl => {
  if (!URL.canParse(given)) return unknownUrl
  const url = new URL(given)
  // data: and blob: have their content in the path.
  const path = url.host === '' ? 'unknown' : url.pathname
  return {
    text: url.host === '' ? url.protocol : `${url.protocol}//${url.host}${path}`,
    host: url.host === '' ? url.protocol.slice(0, -1) : url.host,
    path,
    chosen: (names) => {
      const found = names.flatMap((name) => {
        const [first, ...more] = url.searchParams.getAll(name)
        return first === undefined ? [] : [[name, more.length === 0 ? first : [first, ...more]] as const]
      })
      return found.length === 0 ? undefined : Object.fromEntries(found)
    },
  }
}
