const largestPage = 500

/** Reads page after page as they are asked for, until `limit` items (undefined: all of them). */
export async function* pages<Item, Place>(
  limit: number | undefined,
  readPage: (
    place: Place | undefined,
    pageLimit: number,
  ) => Promise<{ readonly items: readonly Item[]; readonly next?: Place | null | undefined }>,
): AsyncGenerator<Item, void, undefined> {
  let left = limit ?? Number.POSITIVE_INFINITY
  let place: Place | undefined
  do {
    const page = await readPage(place, Math.min(left, largestPage))
    yield* page.items
    left -= page.items.length
    place = page.next ?? undefined
  } while (place !== undefined && left > 0)
}
