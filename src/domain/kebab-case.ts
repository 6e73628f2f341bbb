/** A tag as labels and names in URIs have it: `VersionConflict` is `version-conflict`. */
export const kebabCase = (tag: string): string => tag.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
