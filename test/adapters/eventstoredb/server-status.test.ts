import { expect, it } from 'vitest'
import { openConnection } from '../../../src/adapters/eventstoredb/connection.js'
import { addressOf } from '../../../src/adapters/eventstoredb/create-client.js'
import { readServerStatus } from '../../../src/adapters/eventstoredb/server-status.js'
import { underFaults } from '../../support/adapter-under-faults.js'

const scene = underFaults()

it('says what it knows where the end of the log is not found in time', async () => {
  const { port } = scene().relay
  const connection = openConnection(addressOf(`esdb://127.0.0.1:${port}?tls=false`))
  let [goOn, sessions] = [(): void => undefined, 0]
  const held = new Promise<void>((resolve) => (goOn = resolve))
  const session = async () => {
    sessions += 1
    // The first one reads.
    if (sessions === 1) await held
    return connection.session()
  }
  try {
    expect(await readServerStatus({ ...connection, session }, 50)).toEqual({
      node: `127.0.0.1:${port}`,
      state: 'leader',
      error: 'the end of the log was not read within 50 ms',
    })
    expect(await readServerStatus(connection)).toMatchObject({ state: 'leader', position: -1 })
  } finally {
    goOn()
    connection.close()
  }
})
