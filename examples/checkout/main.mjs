/** `ANNALS_URL=http://127.0.0.1:7272 node examples/checkout/main.mjs`: one checkout that goes well, one whose payment is declined. */
import { once } from 'node:events'
import { createClient } from 'annals/client'
import { payments, shipments } from './services.mjs'
import { createShop } from './shop.mjs'

const annalsUrl = process.env.ANNALS_URL ?? 'http://127.0.0.1:7272'
const audit = createClient({ url: annalsUrl, token: process.env.ANNALS_TOKEN })

const servers = []
const start = async (app) => {
  const server = app.listen(0, '127.0.0.1')
  servers.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${server.address().port}`
}

const shop = createShop({
  audit,
  paymentsUrl: await start(payments()),
  shipmentsUrl: await start(shipments()),
  onError: (error) => console.error('not recorded:', error),
})
const shopUrl = await start(shop.app)

for (const price of [12.5, 5_000]) {
  const response = await fetch(`${shopUrl}/checkouts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ada-token' },
    body: JSON.stringify({ lines: [{ sku: 'book', count: 2, price }] }),
  })
  const { transactionId } = await response.json()
  console.log(`${response.status} annals transaction ${transactionId} --url ${annalsUrl}`)
}

await shop.settled()
for (const server of servers) server.close()
audit.close()
