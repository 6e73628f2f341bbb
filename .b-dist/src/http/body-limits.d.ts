/** Bounds on bodies in bytes, inflated. They leave room for blanks and escapes: what the JSON itself may weigh is the store's to say. */
export interface BodyLimits {
    /** `POST /v1/events` as JSON. */
    readonly eventsBytes: number;
    /** Any other body. */
    readonly singleBytes: number;
    /** One line of NDJSON. */
    readonly lineBytes: number;
}
export declare const defaultBodyLimits: BodyLimits;
