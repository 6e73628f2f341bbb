/** The baseline for HTTP: an Express route that parses the body and answers 201 with a small one, and does nothing else. */
import express from 'express'

const app = express()
app.post('/v1/events', express.json(), (request, response) => {
  const { id } = request.body as { readonly id: string }
  response
    .status(201)
    .json({ id, stream: 'order-default:42', revision: 0, version: 0, position: '0', duplicate: false })
})
app.listen(Number(process.argv[2]), '127.0.0.1')
