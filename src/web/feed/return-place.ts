/** ms after the browser's own "back" within which a page is taken to be the one that was gone back to. */
const soonMs = 1_500

let wentBackAt = Number.NEGATIVE_INFINITY
addEventListener('popstate', () => {
  wentBackAt = performance.now()
})

let left: { readonly feed: unknown; readonly y: number } | undefined

/** Remembers how far down a feed one is. */
export const leaveAt = (feed: unknown, y: number): void => {
  left = { feed, y }
}

/** Where to go on in a feed that was gone back to, in px from the top; undefined where it is opened anew. */
export const returnTo = (feed: unknown): number | undefined =>
  left?.feed === feed && performance.now() - wentBackAt < soonMs ? left?.y : undefined
