/** Reads page after page as they are asked for, until `limit` items (undefined: all of them). */
export declare function pages<Item, Place>(limit: number | undefined, readPage: (place: Place | undefined, pageLimit: number) => Promise<{
    readonly items: readonly Item[];
    readonly next?: Place | null | undefined;
}>): AsyncGenerator<Item, void, undefined>;
