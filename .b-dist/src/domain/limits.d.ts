/** Bounds on what is taken in. Each refusal names the one it met. Reading stored events back knows no limits. */
export declare const limits: {
    /** How deep a state, data, parameters or a result may be nested. */
    readonly maxDepth: 64;
    /** Values in one state, data, parameters or result, containers included. */
    readonly maxNodes: 20000;
    /** UTF-8 bytes of one state's JSON. */
    readonly maxStateBytes: 262144;
    /** UTF-8 bytes of one event's JSON. */
    readonly maxEventBytes: 655360;
    /** UTF-8 bytes of the JSON of `data`, and of `call.parameters` and `call.result` each. */
    readonly maxDataBytes: 65536;
    /** A delta that was worked out here and is larger is stored as the whole new state instead, so that its event stays under its own limit. */
    readonly maxDerivedDeltaBytes: 327680;
    /** Events in one array. */
    readonly maxArrayEvents: 1000;
    /** UTF-8 bytes of one array of events. */
    readonly maxArrayBytes: 8388608;
    /** How far `occurredAt` may lie ahead of the server's clock, in ms. */
    readonly maxFutureMs: 300000;
    /** Items on a page: by default, and at most. */
    readonly defaultPageSize: 50;
    readonly maxPageSize: 1000;
    /** Issues that one refusal names. */
    readonly maxIssues: 200;
    /** UTF-8 bytes of an id: a subject's, a party's, an org's, a transaction's. */
    readonly maxIdBytes: 256;
    /** Characters (Unicode code points). */
    readonly maxNameChars: 256;
    readonly maxReasonChars: 4096;
    readonly maxIpChars: 64;
    readonly maxUserAgentChars: 1024;
    readonly maxRequestIdChars: 256;
    readonly maxTraceparentChars: 128;
    readonly maxMethodChars: 32;
    readonly maxPathChars: 4096;
    readonly maxRouteChars: 4096;
    readonly maxServiceChars: 256;
    readonly maxOperationChars: 1024;
    readonly maxErrorTypeChars: 256;
    readonly maxErrorCodeChars: 256;
    readonly maxErrorMessageChars: 16384;
    /** HTTP has 100 to 599, gRPC 0 to 16. */
    readonly maxStatusCode: 999;
    readonly maxDurationMs: 1000000000;
};
