/** Resolves once everybody else on this thread has had a turn. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
