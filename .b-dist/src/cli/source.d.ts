import type { DiffQuery, Restored, SubjectState, VersionDiff, When, Written } from '../application/operations.js';
import type { StoredEvent, Subject } from '../domain/event.js';
import type { ActivityQuery, ProjectionStatus, StatsAnswer, StatsQuery, SubjectRow } from '../ports/read-models.js';
import type { Environment, Settings } from './environment.js';
/** What the reading commands need, over a data folder or over HTTP; each in the one tenant that it was opened for. Failures are CommandFailures. */
export interface Reading {
    readonly state: (subject: Subject, when: When) => Promise<SubjectState>;
    readonly history: (subject: Subject, query: HistoryRequest) => AsyncIterable<StoredEvent>;
    readonly diff: (subject: Subject, query: DiffQuery) => Promise<VersionDiff>;
    readonly activity: (query: ActivityRequest) => AsyncIterable<StoredEvent>;
    readonly stats: (query: StatsRequest) => Promise<StatsAnswer>;
    readonly subjects: (query: SubjectsRequest) => AsyncIterable<SubjectRow>;
    readonly projections: () => Promise<readonly ProjectionStatus[]>;
    readonly close: () => Promise<void>;
}
export interface Writing extends Reading {
    readonly emit: (input: unknown) => Promise<Written>;
    /** Validated whole before anything is appended. */
    readonly emitMany: (inputs: readonly unknown[]) => Promise<readonly Written[]>;
    readonly restore: (subject: Subject, input: unknown) => Promise<Restored>;
    readonly rebuild: (projection: string) => Promise<void>;
}
/** `limit` undefined: all there are. */
export interface HistoryRequest {
    readonly include: 'changes' | 'all';
    readonly order: 'asc' | 'desc';
    readonly limit: number | undefined;
}
export type ActivityRequest = Omit<ActivityQuery, 'tenant' | 'from' | 'limit'> & {
    readonly limit: number | undefined;
};
export type StatsRequest = Omit<StatsQuery, 'tenant'>;
export interface SubjectsRequest {
    readonly type?: string;
    readonly deleted?: boolean;
    readonly limit: number | undefined;
}
export type Place = {
    readonly _tag: 'Folder';
    readonly dataDir: string;
} | {
    readonly _tag: 'Server';
    readonly url: string;
};
/** A server where `--url` is set as closely as `--data-dir` or more so (flag, then environment, then file); both as flags is refused. */
export declare const placeOf: (settings: Pick<Settings, "dataDir" | "url">) => Place;
/** Opens the folder beside its owner, or the server; closes it however `use` ends. */
export declare const withReading: <A>(environment: Environment, settings: Settings, use: (reading: Reading) => Promise<A>) => Promise<A>;
/** As `withReading`, but owns the folder. */
export declare const withWriting: <A>(environment: Environment, settings: Settings, command: string, use: (writing: Writing) => Promise<A>) => Promise<A>;
export declare const folderOptions: (settings: Settings, command: string) => {
    dataDir: string;
    subjects: Readonly<Record<string, import("../domain/subject-rules.js").SubjectRules>>;
    redactionKey: string | undefined;
    projections: string | undefined;
    command: string;
};
