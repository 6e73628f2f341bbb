/** Checks nothing at run time: it is there so that a projection's own file is type-checked where it is written. */
export const defineProjection = (projection) => projection;
//# sourceMappingURL=projection.js.map