import { EventStoreDBClient } from '@eventstore/db-client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveEventStoreDb } from '../cli/support/run-annals.js'
import { changeEvent, changesOf, post } from '../support/guarded.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { violations } from './support/axe.js'
import { describeInBrowser, launch, openPage } from './support/browser.js'
import { ada, story } from './support/stories.js'

describeInBrowser('a record whose first events were purged', () => {
  const folder = temporaryFolder()
  let browser: Browser
  let served: Awaited<ReturnType<typeof serveEventStoreDb>>
  let client: EventStoreDBClient
  beforeAll(async () => {
    browser = await launch()
    served = await serveEventStoreDb(folder.path, ['--eventstoredb-guard', 'off'])
    client = EventStoreDBClient.connectionString(served.connectionString)
    const { send } = story(served.url)
    for (let n = 0; n < 35; n++) await send('/v1/subjects/post/kept', { state: { n }, actor: ada }, 'PUT')
    await client.appendToStream(changesOf(post('cut')), [
      changeEvent(post('cut'), { kind: 'state', state: { n: 1 } }),
      changeEvent(post('cut'), { kind: 'patch', delta: { n: [1, 2] } }),
    ])
    await client.setStreamMetadata(changesOf(post('kept')), { truncateBefore: 33 })
    await client.setStreamMetadata(changesOf(post('cut')), { truncateBefore: 1 })
  })
  afterAll(async () => {
    await browser.close()
    await client.dispose()
    await served.stop('SIGKILL')
    folder.remove()
  })

  it('leads from a version that is gone to the first that is kept', async () => {
    const { page, complaints, close } = await openPage(browser, { expected: [/410/] })
    // Behind a snapshot all is as it was.
    await expect.poll(async () => (await fetch(`${served.url}/v1/subjects/post/kept?version=33`)).status).toBe(200)
    await page.goto(`${served.url}/records/post/kept?version=0`)
    await page.getByRole('heading', { name: 'This version is no longer kept' }).waitFor()
    await expect.poll(() => page.locator('.versions li').count()).toBe(2)
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'The first version that is kept: 33' }).click()
    await page.getByRole('heading', { name: 'Version 33', exact: true }).waitFor()
    await page.goto(`${served.url}/records/post/kept?from=0&to=34`)
    await page.getByRole('heading', { name: 'This version is no longer kept' }).waitFor()
    await page.goto(`${served.url}/records/post/kept?version=0&restore=preview`)
    await page.getByRole('heading', { name: 'This version is no longer kept' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says where no state can be told at all, and leads to what the feed has', async () => {
    const { page, complaints, close } = await openPage(browser, { expected: [/410/] })
    await page.goto(`${served.url}/records/post/cut`)
    await page.getByRole('heading', { name: 'This record is no longer kept whole' }).waitFor()
    expect(await violations(page)).toEqual([])
    await page.getByRole('link', { name: 'What the feed still has of it' }).click()
    await page.getByText('2 events', { exact: true }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })
})
