/** `PORT VARIANT`: an Express app with one route: `bare`, with its context `captured`, or captured and `logged`. Events are made, copied and checked as the client does, and end there. */
import express from 'express'
import { captureRequests, endpointLog } from '../../src/client/express/index.js'
import { createClient } from '../../src/client/index.js'
import type { Store } from '../../src/client/in-process/store.js'

const [, , port, variant] = process.argv

/** What is refused must be seen: it would be quick. */
const onError = (error: unknown): void => {
  console.error(error)
  process.exit(1)
}
const takingStore = { emit: (event: { readonly id?: string }) => Promise.resolve(event) } as unknown as Store

const app = express()
if (variant !== 'bare')
  app.use(
    captureRequests({
      onError,
      actor: () => ({ type: 'user', id: 'u-7', name: 'Ada' }),
      trustProxy: 1,
      channel: 'web',
    }),
  )
if (variant === 'logged')
  app.use(
    endpointLog({
      emitter: createClient({ store: takingStore }),
      onError,
      service: 'blog',
      parameters: { params: ['id'], query: ['page'] },
    }).requests,
  )
app.get('/posts/:id', (_request, response) => void response.json({ id: 1, title: 'Hello', tags: ['a', 'b'] }))
app.listen(Number(port), '127.0.0.1')
