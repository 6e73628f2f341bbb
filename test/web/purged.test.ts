import { EventStoreDBClient } from '@eventstore/db-client'
import { afterAll, expect, it } from 'vitest'
import { serveEventStoreDb } from '../cli/support/run-annals.js'
import { changeEvent, changesOf, post } from '../support/guarded.js'
import { violations } from './support/axe.js'
import { describeInBrowser, withBrowser } from './support/browser.js'
import { withServer } from './support/server.js'
import { ada, story } from './support/stories.js'

describeInBrowser('a record whose first events were purged', () => {
  let client: EventStoreDBClient
  const server = withServer({
    start: (folder) => serveEventStoreDb(folder, ['--eventstoredb-guard', 'off']),
    fill: async ({ url, connectionString }) => {
      client = EventStoreDBClient.connectionString(connectionString)
      const { send } = story(url)
      for (let n = 0; n < 35; n++) await send('/v1/subjects/post/kept', { state: { n }, actor: ada }, 'PUT')
      await client.appendToStream(changesOf(post('cut')), [
        changeEvent(post('cut'), { kind: 'state', state: { n: 1 } }),
        changeEvent(post('cut'), { kind: 'patch', delta: { n: [1, 2] } }),
      ])
      await client.setStreamMetadata(changesOf(post('kept')), { truncateBefore: 33 })
      await client.setStreamMetadata(changesOf(post('cut')), { truncateBefore: 1 })
    },
  })
  const openPage = withBrowser()
  afterAll(() => client.dispose())

  it('leads from a version that is gone to the first that is kept', async () => {
    const { page, complaints, close } = await openPage({ expected: [/410/] })
    // Behind a snapshot all is as it was.
    await expect.poll(async () => (await fetch(`${server.url}/v1/subjects/post/kept?version=33`)).status).toBe(200)
    await page.goto(`${server.url}/records/post/kept?version=0`)
    await page.getByRole('heading', { name: 'This version is no longer kept' }).waitFor()
    await expect.poll(() => page.locator('.versions li').count()).toBe(2)
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'The first version that is kept: 33' }).click()
    await page.getByRole('heading', { name: 'Version 33', exact: true }).waitFor()
    await page.goto(`${server.url}/records/post/kept?from=0&to=34`)
    await page.getByRole('heading', { name: 'This version is no longer kept' }).waitFor()
    await page.goto(`${server.url}/records/post/kept?version=0&restore=preview`)
    await page.getByRole('heading', { name: 'This version is no longer kept' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says where no state can be told at all, and leads to what the feed has', async () => {
    const { page, complaints, close } = await openPage({ expected: [/410/] })
    await page.goto(`${server.url}/records/post/cut`)
    await page.getByRole('heading', { name: 'This record is no longer kept whole' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'What the feed still has of it' }).click()
    await page.getByText('2 events', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
