/** Bounds on what is taken in. Each refusal names the one it met. Reading stored events back knows no limits. */
export const limits = {
  /** How deep a state, data, parameters or a result may be nested. */
  maxDepth: 64,
  /** Values in one state, data, parameters or result, containers included. */
  maxNodes: 20_000,
  /** UTF-8 bytes of one state's JSON. */
  maxStateBytes: 262_144,
  /** UTF-8 bytes of one event's JSON. */
  maxEventBytes: 655_360,
  /** UTF-8 bytes of the JSON of `data`, and of `call.parameters` and `call.result` each. */
  maxDataBytes: 65_536,
  /** A delta that was worked out here and is larger is stored as the whole new state instead, so that its event stays under its own limit. */
  maxDerivedDeltaBytes: 327_680,

  /** Events in one array. */
  maxArrayEvents: 1_000,
  /** UTF-8 bytes of one array of events. */
  maxArrayBytes: 8_388_608,

  /** How far `occurredAt` may lie ahead of the server's clock, in ms. */
  maxFutureMs: 300_000,

  /** Items on a page: by default, and at most. */
  defaultPageSize: 50,
  maxPageSize: 1_000,

  /** Issues that one refusal names. */
  maxIssues: 200,

  /** UTF-8 bytes of an id: a subject's, a party's, an org's, a transaction's. */
  maxIdBytes: 256,

  /** Characters (Unicode code points). */
  maxNameChars: 256,
  maxReasonChars: 4_096,
  maxIpChars: 64,
  maxUserAgentChars: 1_024,
  maxRequestIdChars: 256,
  maxTraceparentChars: 128,
  maxMethodChars: 32,
  maxPathChars: 4_096,
  maxRouteChars: 4_096,
  maxServiceChars: 256,
  maxOperationChars: 1_024,
  maxErrorTypeChars: 256,
  maxErrorCodeChars: 256,
  maxErrorMessageChars: 16_384,

  /** HTTP has 100 to 599, gRPC 0 to 16. */
  maxStatusCode: 999,
  maxDurationMs: 1_000_000_000,
} as const
