import type { AnnalsError } from '../domain/errors.js';
import type { Subject } from '../domain/event.js';
import type { Fold } from '../domain/subject-fold.js';
import type { EmitPorts } from './emit.js';
import type { Operations, VersionMatch } from './operations.js';
/** Records "this is its state now", as `Operations.recordState` says: the delta is worked out against the present state. */
export declare const recordState: (ports: EmitPorts) => Operations["recordState"];
/** Whether If-Match or If-None-Match forbids the write. */
export declare const preconditionFailure: (subject: Subject, present: Fold, match: VersionMatch | undefined) => AnnalsError | undefined;
