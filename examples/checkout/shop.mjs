import { randomUUID } from 'node:crypto'
import express from 'express'
import { createCallRecorder, withTransaction } from 'annals/client'
import { captureRequests, endpointLog } from 'annals/express'

/** What stands for an application's own authentication. */
const users = { 'ada-token': { id: 'ada', name: 'Ada' } }
const authenticate = (request, _response, next) => {
  request.user = users[/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]]
  next()
}

/** The shop: an Express app whose checkout asks two other services. `audit` is a client of Annals. */
export const createShop = ({ audit, paymentsUrl, shipmentsUrl, onError }) => {
  const calls = createCallRecorder({ emitter: audit, onError })
  const log = endpointLog({
    emitter: audit,
    service: 'shop',
    onError,
    error: true,
    only: { statuses: ['5xx', 'aborted'] },
  })

  const send = async (send, url, body) => {
    const headers = { 'content-type': 'application/json' }
    const response = await send(url, { method: 'POST', headers, body: JSON.stringify(body) })
    return { ok: response.ok, ...(await response.json()) }
  }

  const checkout = async (lines) => {
    const subject = { type: 'order', id: randomUUID() }
    const toPayments = calls.auditedFetch({ service: 'payments', verb: 'payment.called', subject })
    const toShipments = calls.auditedFetch({ service: 'shipments', verb: 'shipment.called', subject })
    const total = lines.reduce((sum, { price, count }) => sum + price * count, 0)
    const order = { status: 'created', lines, total }
    await audit.recordState(subject, order, { verb: 'order.created' })

    const payment = await send(toPayments, `${paymentsUrl}/v1/transfers`, { order: subject.id, total })
    if (!payment.ok) {
      await audit.recordState(
        subject,
        { ...order, status: 'cancelled' },
        { verb: 'order.cancelled', reason: payment.error },
      )
      return { status: 402, order: subject.id }
    }
    const paid = { ...order, status: 'paid', payment: payment.id }
    await audit.recordState(subject, paid, { verb: 'order.paid' })

    const parcel = await send(toShipments, `${shipmentsUrl}/v1/parcels`, { order: subject.id })
    await audit.recordState(subject, { ...paid, status: 'shipped', parcel: parcel.id }, { verb: 'order.shipped' })
    return { status: 201, order: subject.id }
  }

  const app = express()
  app.use(authenticate)
  app.use(
    captureRequests({
      actor: ({ user }) => user && { type: 'user', ...user },
      channel: 'shop',
      onError,
    }),
  )
  app.use(log.requests, express.json())
  app.post('/checkouts', (request, response) =>
    withTransaction(async (transactionId) => {
      const { status, order } = await checkout(request.body.lines)
      response.status(status).json({ order, transactionId })
    }),
  )
  app.use(log.errors)
  return { app, settled: () => Promise.all([calls.settled(), log.settled()]) }
}
