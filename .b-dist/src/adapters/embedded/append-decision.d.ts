import type { AppendError } from '../../ports/event-log.js';
import type { StreamStates } from './stream-states.js';
import type { UnpackedStream } from './write-request.js';
/** Whether these streams take the append as they are now. @returns the first refusal. Nothing is changed. */
export declare const refusal: (streams: readonly UnpackedStream[], states: StreamStates) => AppendError | undefined;
