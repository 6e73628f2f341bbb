import type { HttpRequest, HttpResponse } from './http-request.js'

const valid = /^[A-Za-z0-9._~:/+=@-]{1,128}$/

/** Takes or makes the id of a request, and sets it on the response. One that another middleware has set there before is taken. */
export const requestId = (
  header: string | false,
  ids: { readonly next: () => string },
): ((request: HttpRequest, response: HttpResponse) => string | undefined) => {
  if (header === false) return () => undefined
  const name = header.toLowerCase()
  return (request, response) => {
    const id = [response.getHeader(header), request.headers[name]].find(isId) ?? ids.next()
    if (!response.headersSent) response.setHeader(header, id)
    return id
  }
}

const isId = (given: unknown): given is string => typeof given === 'string' && valid.test(given)
