import type { EmitPorts } from './emit.js';
import type { Operations } from './operations.js';
/** Stores an array of events, as `Operations.emitMany` says: every item is decoded and decided before anything is appended. */
export declare const emitMany: (ports: EmitPorts) => Operations["emitMany"];
