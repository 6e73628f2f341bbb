/** Lets jobs that name the same key run one after another, in the order they came; a job with several keys waits for all of them. */
export interface SubjectLines {
    /** The job calls `release` as soon as the next in line may begin (at the latest when it ends). */
    readonly run: <T>(keys: readonly string[], job: (release: () => void) => Promise<T>) => Promise<T>;
}
export declare const subjectLines: () => SubjectLines;
