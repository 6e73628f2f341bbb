import express from 'express'
import { createClient } from '../../src/client/index.js'
import { loopbackAuthorize } from '../../src/http/authorize.js'
import { describeClient } from '../contract/client.contract.js'
import { listen } from '../support/listen.js'
import { openStore } from '../support/open-store.js'

describeClient('in process', async () => {
  const { annals, remove } = await openStore()
  return { client: createClient({ store: annals }), remove }
})

describeClient('over HTTP', async () => {
  const { annals, remove } = await openStore()
  const server = await listen(express().use('/audit', annals.router({ authorize: loopbackAuthorize })))
  return {
    client: createClient({ url: `${server.url}/audit/`, retry: { attempts: 1 } }),
    remove: async () => {
      await server.close()
      await remove()
    },
  }
})
