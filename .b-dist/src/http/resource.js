import { otherMethods } from './not-found.js';
/** Puts a resource at a path: its methods, HEAD where it has GET, OPTIONS, and 405 with Allow for all others. */
export const resource = (router, path, methods) => {
    const at = router.route(path);
    const allow = [];
    if (methods.get !== undefined) {
        at.get(methods.get);
        allow.push('GET', 'HEAD');
    }
    for (const method of ['put', 'post', 'delete']) {
        const handler = methods[method];
        if (handler === undefined)
            continue;
        at[method](handler);
        allow.push(method.toUpperCase());
    }
    at.all(otherMethods([...allow, 'OPTIONS'].join(', ')));
};
//# sourceMappingURL=resource.js.map