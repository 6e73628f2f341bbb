import type { Benchmark } from './measure.js'

interface Entry {
  readonly what: string
  readonly load: () => Promise<Benchmark>
}

/** In the order of the table. */
export const benchmarks = {
  append: {
    what: 'durable appends by 256 concurrent emitters in process',
    load: async () => (await import('./append.js')).append,
  },
  sequential: {
    what: 'one awaited append after another',
    load: async () => (await import('./sequential.js')).sequential,
  },
  http: {
    what: 'POST /v1/events one at a time over 64 connections',
    load: async () => (await import('./http.js')).http,
  },
  bulk: {
    what: 'one NDJSON body of many lines',
    load: async () => (await import('./bulk.js')).bulk,
  },
  middleware: {
    what: 'what the Express middleware adds to a request',
    load: async () => (await import('./middleware.js')).middleware,
  },
  'loop-delay': {
    what: 'delay of the host’s event loop while it records',
    load: async () => (await import('./loop-delay.js')).loopDelay,
  },
  'catch-up': {
    what: 'projections that catch up with the log',
    load: async () => (await import('./catch-up.js')).catchUp,
  },
  'time-travel': {
    what: 'the state at a version of a long stream',
    load: async () => (await import('./time-travel.js')).timeTravel,
  },
  import: {
    what: 'import of a file of state history',
    load: async () => (await import('./import.js')).importHistory,
  },
  'emit-soon': {
    what: 'a call of emitSoon in process',
    load: async () => (await import('./client/emit-soon.js')).emitSoon,
  },
  client: {
    what: 'events from the client to a server in another process',
    load: async () => (await import('./client/client.js')).client,
  },
  spool: {
    what: 'durable events into the client’s spool',
    load: async () => (await import('./client/spool.js')).spool,
  },
  'eventstoredb-adapter': {
    what: 'the adapter of EventStoreDB beside its bare client',
    load: async () => (await import('./eventstoredb/adapter.js')).eventStoreDbAdapter,
  },
  'eventstoredb-endpoint': {
    what: 'the endpoint for clients of EventStoreDB',
    load: async () => (await import('./eventstoredb/endpoint.js')).eventStoreDbEndpoint,
  },
  memory: {
    what: 'resident memory of a server with a million events',
    load: async () => (await import('./memory.js')).memory,
  },
} as const satisfies Readonly<Record<string, Entry>>

export type BenchmarkName = keyof typeof benchmarks
