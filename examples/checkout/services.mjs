/** Two services that belong to somebody else: they know nothing of Annals. */
import { setTimeout as soon } from 'node:timers/promises'
import express from 'express'

export const payments = () =>
  express().post('/v1/transfers', express.json(), async (request, response) => {
    await soon(25)
    if (request.body.total > 1_000) response.status(402).json({ error: 'declined' })
    else response.status(201).json({ id: `transfer-${request.body.order}` })
  })

export const shipments = () =>
  express().post('/v1/parcels', express.json(), async (request, response) => {
    await soon(15)
    response.status(201).json({ id: `parcel-${request.body.order}` })
  })
