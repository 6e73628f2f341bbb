import { selectors } from './selectors.js'

/*
 * What runs within the page, as text: it is evaluated by the debugger, which the page's policy does not bind. Times are those of the page's own clock.
 */

const text = JSON.stringify
const shown = 'new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))'

/** From the last byte of the HTML until the feed has rows, they are painted and the next task runs. */
export const readyAfterMs = `(async () => {
  while (document.querySelector(${text(selectors.row)}) === null) await new Promise((done) => requestAnimationFrame(done))
  const at = await ${shown}
  return at - performance.getEntriesByType('navigation')[0].responseEnd
})()`

/** Scrolls on by the frame, as far as there are rows, to the row with this index. @returns the index that was reached and how long it took. */
export const scrollTo = (index: number, pixelsAFrame: number, limitMs: number): string => `(async () => {
  const startedAt = performance.now()
  const last = () => Math.max(0, ...[...document.querySelectorAll(${text(selectors.row)})].map((row) => Number(row.getAttribute('aria-rowindex'))))
  let reached = 0
  for (let frame = 0; performance.now() - startedAt < ${limitMs}; frame++) {
    scrollBy(0, ${pixelsAFrame})
    if (frame % 10 === 0) reached = last()
    if (reached >= ${index}) break
    await new Promise((done) => requestAnimationFrame(done))
  }
  return { reached, ms: performance.now() - startedAt }
})()`

/** Chooses the nth filter that is not on, and waits until other rows are painted. */
export const filterChangeMs = (n: number): string => `(async () => {
  const calmBy = performance.now() + 10000
  const isCalm = () => document.querySelectorAll(${text(selectors.filter)}).length > ${n} && document.querySelector('[aria-busy="true"]') === null
  while (!isCalm() && performance.now() < calmBy) await new Promise((done) => requestAnimationFrame(done))
  const filter = document.querySelectorAll(${text(selectors.filter)})[${n}]
  if (filter === undefined) return undefined
  const table = () => document.querySelector(${text(selectors.table)})
  const ids = () => [...document.querySelectorAll(${text(selectors.row)})].slice(0, 20).map((row) => row.textContent).join('\\n')
  const before = ids()
  const startedAt = performance.now()
  filter.click()
  while (ids() === before || ids() === '' || table()?.getAttribute('aria-busy') === 'true') {
    if (performance.now() - startedAt > 10000) throw new Error('other rows did not come')
    await new Promise((done) => requestAnimationFrame(done))
  }
  return (await ${shown}) - startedAt
})()`
