import type { DeliverySettings } from './delivery-options.js'

/** How long a letter is tried that the store fails at when it is sent alone. */
export interface Patience {
  /** Counts an attempt, of one letter at a time; answers whether it was the last. */
  readonly isOver: (id: string) => boolean
}

export const createPatience = ({
  giveUpAttempts,
  giveUpMs,
}: Pick<DeliverySettings, 'giveUpAttempts' | 'giveUpMs'>): Patience => {
  let tried: { readonly id: string; readonly since: number; attempts: number } | undefined
  return {
    isOver: (id) => {
      if (tried?.id !== id) tried = { id, since: performance.now(), attempts: 0 }
      tried.attempts += 1
      return tried.attempts >= giveUpAttempts && performance.now() - tried.since >= giveUpMs
    },
  }
}
