import { signal } from '@preact/signals'

/** The row that j and k go on from, which alone is in the order of Tab. */
export const currentId = signal<string | undefined>(undefined)

/** Set by the list: goes to the next or the previous row. */
export const movement: { by: (step: 1 | -1) => void } = { by: () => undefined }

export const moveCurrent = (step: 1 | -1): void => movement.by(step)
