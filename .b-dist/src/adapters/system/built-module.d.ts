/**
 * The URL of a module that a worker thread loads. Node runs built JavaScript only, so a caller that is still TypeScript
 * (the tests) gets the module's built twin under `dist/`.
 */
export declare const builtModule: (callerUrl: string, relative: string) => URL;
