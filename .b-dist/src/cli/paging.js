const largestPage = 500;
/** Reads page after page as they are asked for, until `limit` items (undefined: all of them). */
export async function* pages(limit, readPage) {
    let left = limit ?? Number.POSITIVE_INFINITY;
    let place;
    do {
        const page = await readPage(place, Math.min(left, largestPage));
        yield* page.items;
        left -= page.items.length;
        place = page.next ?? undefined;
    } while (place !== undefined && left > 0);
}
//# sourceMappingURL=paging.js.map