import type { SubjectRulesByType } from '../domain/subject-rules.js';
import type { Operations } from './operations.js';
import type { StatePorts } from './state-at.js';
export interface DiffPorts extends StatePorts {
    readonly rules: SubjectRulesByType;
}
/** What changed between two versions of a subject, in either direction. */
export declare const diffVersions: (ports: DiffPorts) => Operations["diff"];
