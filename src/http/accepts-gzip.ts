/** Whether an `Accept-Encoding` (RFC 9110, section 12.5.3) takes gzip: named, or by `*`, and not with a weight of 0. */
export const acceptsGzip = (header: string | undefined): boolean => {
  let any = false
  for (const part of (header ?? '').toLowerCase().split(',')) {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    const taken = weight === undefined || Number(weight.slice(2)) > 0
    if (coding === 'gzip' || coding === 'x-gzip') return taken
    if (coding === '*') any = taken
  }
  return any
}
