import { expect, it } from 'vitest'
import { openConnection } from '../../../src/adapters/eventstoredb/connection.js'
import { addressOf } from '../../../src/adapters/eventstoredb/create-client.js'
import { createHead } from '../../../src/adapters/eventstoredb/log-head.js'
import { underFaults } from '../../support/adapter-under-faults.js'
import { newEvent, right } from '../../support/event-log-fixtures.js'

const scene = underFaults()

it('is not searched for anew where another search comes further meanwhile', async () => {
  const { server } = scene()
  const append = async (stream: string, count: number): Promise<number> => {
    const events = Array.from({ length: count }, () => newEvent())
    return (await right(server.log.append([{ stream, expected: 'any', events }]))).position
  }
  const ours = await append('acme/post-default:1', 1)
  // More than the first two pages of a search.
  for (let times = 0; times < 3; times += 1) await append('others', 200)

  const connection = openConnection(addressOf(`${server.endpoint.connectionString}&streamPrefix=acme/`))
  let pages = 0
  let beforePage = (): Promise<void> => Promise.resolve()
  const head = createHead({
    ...connection,
    session: async () => {
      pages += 1
      await beforePage()
      return connection.session()
    },
  })
  try {
    let goOn = (): void => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    let arrived = (): void => undefined
    const isHeld = new Promise<void>((resolve) => (arrived = resolve))
    beforePage = async () => {
      if (pages !== 2) return
      arrived()
      await held
    }
    const first = head()
    await isHeld
    await append('others', 1)
    expect(await head()).toBe(ours)
    const searched = pages
    goOn()
    expect(await first).toBe(ours)
    expect(pages).toBe(searched)
    expect(await head()).toBe(ours)
    expect(pages).toBe(searched + 1)
  } finally {
    connection.close()
  }
})
