/** The parts of what emitters send, within the limits. */
export declare const inputParts: import("./parts.js").Parts;
/** A version that somebody expects: -1 where there is none yet. */
export declare const expectedVersion: import("io-ts").Type<number, number, unknown>;
/** The optional fields that an event, a recorded state and a restore have in common. */
export declare const commonFields: {
    id: import("io-ts").Type<string, string, unknown>;
    tenant: import("io-ts").Type<string, string, unknown>;
    channel: import("io-ts").Type<string, string, unknown>;
    org: import("io-ts").Type<string, string, unknown>;
    onBehalfOf: import("io-ts").Type<import("../event.js").Party, import("../event.js").Party, unknown>;
    affects: import("io-ts").Type<import("../event.js").Party, import("../event.js").Party, unknown>;
    transactionId: import("io-ts").Type<string, string, unknown>;
    causationId: import("io-ts").Type<string, string, unknown>;
    reason: import("io-ts").Type<string, string, unknown>;
    occurredAt: import("io-ts").Type<string, string, unknown>;
    context: import("io-ts").Type<import("../event.js").Context, import("../event.js").Context, unknown>;
    data: import("io-ts").Type<import("../json.js").Json, import("../json.js").Json, unknown>;
    verb: import("io-ts").Type<string, string, unknown>;
    expectedVersion: import("io-ts").Type<number, number, unknown>;
};
