/**
 * The URL of a module that a worker thread loads. Node runs built JavaScript only, so a caller that is still TypeScript
 * (the tests) gets the module's built twin under `dist/`.
 */
export const builtModule = (callerUrl, relative) => {
    const url = new URL(relative, callerUrl);
    if (!callerUrl.endsWith('.ts'))
        return url;
    const at = url.href.lastIndexOf('/src/');
    return new URL(`${url.href.slice(0, at)}/dist${url.href.slice(at)}`);
};
//# sourceMappingURL=built-module.js.map