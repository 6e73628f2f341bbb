export interface Hash {
    /** SHA-256 of the text's UTF-8 bytes, in lower-case hex (64 characters). */
    readonly sha256: (text: string) => string;
    /** HMAC-SHA256 of the text's UTF-8 bytes with the data folder's redaction key, in lower-case hex (64 characters). */
    readonly redactionMac: (text: string) => string;
}
