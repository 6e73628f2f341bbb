import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { serve } from '../cli/support/run-annals.js'
import { violations } from './support/axe.js'
import { describeInBrowser, loaded, withBrowser } from './support/browser.js'
import { withServer } from './support/server.js'
import { ada, at, story, tellPost } from './support/stories.js'
import type { Story } from './support/stories.js'

/** Two states of a subject with a redacted value that changes. */
const tellUser = async ({ send }: Story): Promise<void> => {
  for (const [name, email] of [
    ['Ada', 'ada@example.org'],
    ['Ada L.', 'lovelace@example.org'],
  ]) {
    await send('/v1/subjects/user/u-1', { state: { name, email }, actor: ada }, 'PUT')
  }
}

/** 120 versions, and a deletion. */
const tellCounter = async ({ send }: Story): Promise<void> => {
  for (let n = 0; n < 120; n++) {
    await send('/v1/subjects/counter/c', { state: { n }, actor: ada, occurredAt: at(n * 1_000) }, 'PUT')
  }
  await send('/v1/subjects/counter/c', { state: null, actor: ada, occurredAt: at(120_000) }, 'PUT')
}

const linesOf = async (page: Page): Promise<readonly string[]> =>
  (await page.locator('.difference tbody tr').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ').trim())

describeInBrowser('one record', () => {
  let told: Story
  const served = withServer({
    start: (folder) => {
      const config = join(folder, 'config.json')
      writeFileSync(config, JSON.stringify({ subjects: { user: { redact: ['/email'] } } }))
      return serve(join(folder, 'data'), ['--config', config])
    },
    fill: async ({ url }) => {
      told = story(url)
      for (const tell of [tellPost, tellUser, tellCounter]) await tell(told)
    },
  })
  const openPage = withBrowser()

  it('travels by the timeline, the slider and a date, and the address is the view', async () => {
    const { page, complaints, close } = await openPage({ timezoneId: 'Asia/Tokyo' })
    await page.goto(`${served.url}/records/post/42`)
    await page.getByRole('heading', { name: 'Now (version 4)' }).waitFor()
    await page.getByRole('link', { name: 'Version 1', exact: true }).click()
    await page.getByRole('heading', { name: 'Version 1', exact: true }).waitFor()
    await page.getByText('"Paris"').waitFor()

    const slider = page.getByRole('slider', { name: 'Version' })
    await slider.focus()
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('heading', { name: 'Version 0', exact: true }).waitFor()
    await expect.poll(() => slider.getAttribute('aria-valuetext')).toBe('version 0 of 4')
    await page.getByText('"London"').waitFor()
    await page.getByRole('button', { name: 'Next version' }).click()
    await page.getByRole('heading', { name: 'Version 1', exact: true }).waitFor()
    await page.reload()
    await page.getByText('"Paris"').waitFor()

    // Half a minute after version 2, as a clock in Tokyo shows it.
    const time = new Date(Date.parse(at(150_000)) + 9 * 3_600_000).toISOString().slice(0, 19)
    await page.getByLabel('At (local time)').fill(time)
    await page.getByRole('button', { name: 'Go there' }).click()
    await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor()
    // A browser leaves seconds out that are 0.
    const field = await page.getByLabel('At (local time)').inputValue()
    expect(field.replace(/(T.{5}):00$/, '$1')).toBe(time.replace(/(T.{5}):00$/, '$1'))
    await page.getByLabel('Which time').selectOption('recorded')
    await page.getByRole('button', { name: 'Go there' }).click()
    await page.getByRole('heading', { name: 'There was nothing yet at this time' }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.innerText')).toBe('Go there')
    await page.goBack()
    await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor()
    await expect.poll(() => page.getByLabel('Which time').inputValue()).toBe('occurred')
    await page.getByRole('link', { name: 'Version 1', exact: true }).click()
    await page.getByRole('heading', { name: 'Version 1', exact: true }).waitFor()
    await expect.poll(() => page.getByLabel('At (local time)').inputValue()).toBe('')
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
    await close()
  })

  it('compares any two versions, in both directions, and with nothing', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/records/post/42`)
    await page.getByLabel('Compare version').fill('3')
    await page.getByRole('button', { name: 'Compare', exact: true }).click()
    await page.getByRole('heading', { name: 'From version 3 to now (version 4)' }).waitFor()
    await expect.poll(() => linesOf(page)).toEqual(['price 15 removed', 'published not there true'])
    await page.getByRole('link', { name: 'Swap' }).click()
    await page.getByRole('heading', { name: 'From now (version 4) to version 3' }).waitFor()
    await page.getByText('not there').waitFor()
    await expect.poll(() => linesOf(page)).toEqual(['published true removed', 'price not there 15'])
    await page.goto(`${served.url}/records/post/42?from=-1&to=0`)
    await page.getByText('the whole state').waitFor()
    await page.goto(`${served.url}/records/post/42?from=2&to=2`)
    await page.getByText('Nothing differs.').waitFor()
    await page.goto(`${served.url}/records/user/u-1?from=0&to=1`)
    await page.getByText('2 changes').waitFor()
    await expect.poll(async () => (await linesOf(page))[1]).toMatch(/^email redacted [0-9a-f]{6} redacted [0-9a-f]{6}$/)
    expect(complaints).toEqual([])
    await close()
  })

  it('restores what was previewed, under the name that was given, and leaves redacted values alone', async () => {
    const { page, complaints, close } = await openPage()
    await page.goto(`${served.url}/records/user/u-1?version=0`)
    await page.getByRole('link', { name: 'Restore…' }).click()
    await page.getByRole('heading', { name: 'Restore to version 0' }).waitFor()
    await page.getByText('Left as they are').waitFor()
    await expect.poll(() => page.locator('.restore-skipped code').allInnerTexts()).toEqual(['/email'])
    await expect.poll(() => linesOf(page)).toEqual(['name "Ada L." "Ada"'])
    await page.reload()
    await page.getByLabel('Your name').fill('Grace')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect.poll(() => page.evaluate('document.getElementById("restore-reason").validity.valueMissing')).toBe(true)
    await page.getByLabel('Reason').fill('she prefers it short')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByText('Restored: version 2 is what version 0 was.').waitFor()
    await page.getByRole('heading', { name: 'Now (version 2)' }).waitFor()
    await page.locator('.versions li', { hasText: 'Grace' }).filter({ hasText: 'from version 0' }).waitFor()
    await page.goto(`${served.url}/records/user/u-1?version=1&restore=preview`)
    await expect.poll(() => page.getByLabel('Your name').inputValue()).toBe('Grace')
    await page.goto(`${served.url}/records/user/u-1?version=2&restore=preview`)
    await page.getByText('there is nothing to restore').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('says that somebody was faster, restores nothing, and looks again', async () => {
    const { page, complaints, close } = await openPage({ expected: [/409/] })
    await page.goto(`${served.url}/records/post/42?version=1&restore=preview`)
    await page.getByLabel('Your name').fill('Grace')
    await page.getByLabel('Reason').fill('back to before')
    const { state } = (await (await fetch(`${served.url}/v1/subjects/post/42`)).json()) as { state: object }
    await told.send('/v1/subjects/post/42', { state: { ...state, title: 'Quicker' }, actor: ada }, 'PUT')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    const alert = page.getByRole('alert')
    await alert.getByText('The record is at version 5 now; what you looked at was version 4.').waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.innerText')).toBe('Look again')
    await page.getByRole('link', { name: 'See what they changed' }).click()
    await page.getByText('"Quicker"').first().waitFor()
    await expect.poll(() => linesOf(page)).toEqual(['title "A tale" "Quicker"'])
    await page.goBack()
    // A new preview is made on the way back: it is of version 5.
    await page.getByText('from version 5 as it is now').waitFor()
    await told.send('/v1/subjects/post/42', { state: { ...state, title: 'Quickest' }, actor: ada }, 'PUT')
    await page.getByLabel('Reason').fill('back to before')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await alert.getByText('The record is at version 6 now').waitFor()
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText('from version 6 as it is now').waitFor()
    await page.locator('.difference', { hasText: '"Quickest"' }).waitFor()
    await page.getByLabel('Reason').fill('back to before')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByText('Restored: version 7 is what version 1 was.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('tells of what others write meanwhile, and moves nothing before it is asked to', async () => {
    const { page, complaints, close } = await openPage()
    await told.send('/v1/subjects/note/n', { state: { text: 'one' }, actor: ada }, 'PUT')
    await page.goto(`${served.url}/records/note/n`)
    await page.getByText('"one"').waitFor()
    await told.send('/v1/subjects/note/n', { state: { text: 'two' }, actor: ada }, 'PUT')
    const show = page.getByRole('button', { name: 'Show new version 1' })
    await show.waitFor()
    expect(await page.getByText('"one"').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    await show.click()
    await page.getByText('"two"').first().waitFor()
    await page.getByRole('link', { name: 'Version 1', exact: true }).waitFor()
    await show.waitFor({ state: 'detached' })
    await told.send('/v1/subjects/note/n', { state: null, actor: ada }, 'PUT')
    await page.getByRole('button', { name: 'Show new version 2' }).click()
    await page.getByText('It is deleted at this version').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('pages through many versions, brings a deleted record back, and tells what is not there', async () => {
    const { page, complaints, close } = await openPage({ expected: [/404/] })
    await page.goto(`${served.url}/records/counter/c`)
    await page.getByText('It is deleted at this version').waitFor()
    await expect.poll(() => page.locator('.versions li').count()).toBe(50)
    await page.getByRole('button', { name: 'Older versions' }).click()
    await page.getByRole('link', { name: 'Version 21', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Older versions' }).click()
    await page.getByRole('link', { name: 'Version 0', exact: true }).click()
    await page.getByRole('link', { name: 'Restore…' }).click()
    await page.getByText('the whole state').waitFor()
    await page.getByLabel('Your name').fill('Grace')
    await page.getByLabel('Reason').fill('needed again')
    await page.getByRole('button', { name: 'Restore', exact: true }).click()
    await page.getByRole('heading', { name: 'Now (version 121)' }).waitFor()
    await page.goto(`${served.url}/records/counter/c?version=500`)
    await page.getByRole('heading', { name: 'There is no such version' }).waitFor()
    await page.goto(`${served.url}/records/counter/none`)
    await page.getByRole('heading', { name: 'Nothing was ever recorded about this' }).waitFor()
    await page.getByText(`curl -X PUT '${served.url}/v1/subjects/counter/none'`).waitFor()
    await told.send('/v1/events', { subject: { type: 'counter', id: 'seen' }, verb: 'counter.seen', actor: ada })
    await page.goto(`${served.url}/records/counter/seen`)
    await page.getByRole('heading', { name: 'There are activities about this, and no changes' }).waitFor()
    await page.getByRole('link', { name: 'counter.seen' }).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in the %s theme', async (colorScheme) => {
    const { page, complaints, close } = await openPage({ colorScheme })
    for (const path of [
      '/records/post/42',
      '/records/post/42?from=0&to=4',
      '/records/user/u-1?version=1&restore=preview',
      '/records/counter/c?version=120',
    ]) {
      await page.goto(`${served.url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await loaded(page)
      expect(await violations(page), path).toEqual([])
    }
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${served.url}/records/post/42?from=0&to=4`)
    await page.locator('.difference tbody').waitFor()
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    expect(complaints).toEqual([])
    await close()
  })
})
