export interface IdSource {
    /** A fresh UUID (version 7, RFC 9562). */
    readonly next: () => string;
    /** A UUID made of a name (version 5, RFC 9562): the same name gives the same id. */
    readonly derive: (name: string) => string;
}
