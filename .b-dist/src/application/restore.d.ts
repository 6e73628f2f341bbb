import type { Clock } from '../ports/clock.js';
import type { EarlierRestorePorts } from './earlier-restore.js';
import type { EmitPorts } from './emit.js';
import type { Operations } from './operations.js';
import type { StatePorts } from './state-at.js';
export type RestorePorts = EmitPorts & StatePorts & EarlierRestorePorts & {
    readonly clock: Clock;
};
/** Takes a subject back to a version or time, as `Operations.restore` says: by a change whose state equals that version's. */
export declare const restore: (ports: RestorePorts) => Operations["restore"];
