/** A value as the filters of the feed take it for itself, and not for a prefix. */
export const exactly = (value: string): string => (value.endsWith('*') ? `${value.slice(0, -1)}\\*` : value)
