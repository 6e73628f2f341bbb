import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><script type="module" src="/rows.js"></script><body><table aria-label="Events"></table>`
/** The same rows from the same API, as plain cells and nothing beside them. */
const script = `const { items } = await (await fetch('/v1/activity?limit=50')).json()
const table = document.querySelector('table')
for (const [index, { occurredAt, actor, verb, subject, channel, outcome }] of items.entries()) {
  const row = table.insertRow()
  row.className = 'row'
  row.setAttribute('aria-rowindex', index + 2)
  for (const text of [occurredAt, actor.id, verb, subject.type + '/' + subject.id, channel, outcome.status])
    row.insertCell().textContent = text
}`

/** The least that a page with these rows can be: what it takes is the browser's and this machine's own share. */
export const serveBarePage = async (api: string): Promise<{ readonly url: string; readonly close: () => void }> => {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url?.startsWith('/v1/') === true) {
        const answered = await fetch(`${api}${request.url}`)
        response.setHeader('content-type', 'application/json').end(await answered.text())
      } else if (request.url === '/rows.js') response.setHeader('content-type', 'text/javascript').end(script)
      else response.setHeader('content-type', 'text/html').end(html)
    }
    answer().catch((error: unknown) => response.writeHead(502).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() }
}
