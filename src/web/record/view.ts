/** What of a record the address asks for. `restore` is asked for of a version or a time. */
export type RecordView =
  | { readonly _tag: 'Now' }
  | { readonly _tag: 'Version'; readonly version: number; readonly restore: boolean }
  | { readonly _tag: 'At'; readonly at: string; readonly by: By; readonly restore: boolean }
  | { readonly _tag: 'Compare'; readonly from: number; readonly to: number }

/** Times as things happened, or as the store came to know them. */
export type By = 'occurred' | 'recorded'

/** Read from the parameters; what is no version (or -1, "before there was anything", where that may be) is not there. */
export const viewOf = (parameters: URLSearchParams): RecordView => {
  const from = versionIn(parameters, 'from')
  const to = versionIn(parameters, 'to')
  if (from !== undefined && to !== undefined) return { _tag: 'Compare', from, to }
  const restore = parameters.has('restore')
  const version = versionIn(parameters, 'version')
  if (version !== undefined && version >= 0) return { _tag: 'Version', version, restore }
  const at = parameters.get('at')
  const by = parameters.get('by') === 'recorded' ? 'recorded' : 'occurred'
  return at === null ? { _tag: 'Now' } : { _tag: 'At', at, by, restore }
}

const versionIn = (parameters: URLSearchParams, name: string): number | undefined => {
  const text = parameters.get(name)
  return text !== null && /^(-1|\d{1,15})$/.test(text) ? Number(text) : undefined
}

/** Parameters for a view, to be put in the place of those of another. */
export const parametersOf = (view: RecordView): Readonly<Record<string, string | number | undefined>> => {
  const none = { version: undefined, at: undefined, by: undefined, from: undefined, to: undefined, restore: undefined }
  switch (view._tag) {
    case 'Now':
      return none
    case 'Version':
      return { ...none, version: view.version, restore: view.restore ? 'preview' : undefined }
    case 'At':
      return {
        ...none,
        at: view.at,
        by: view.by === 'recorded' ? 'recorded' : undefined,
        restore: view.restore ? 'preview' : undefined,
      }
    case 'Compare':
      return { ...none, from: view.from, to: view.to }
  }
}

/** What a field for date and time holds (`2026-11-23T03:14:00`, in UTC or in this browser's zone), as RFC 3339; undefined where it is none. */
export const timeOfField = (text: string, isUtc: boolean): string | undefined => {
  const time = new Date(isUtc ? `${text}Z` : text)
  return text === '' || Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

/** The other way round. */
export const fieldOfTime = (at: string, isUtc: boolean): string => {
  const time = new Date(at)
  if (Number.isNaN(time.getTime())) return ''
  const shifted = isUtc ? time : new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 19)
}
