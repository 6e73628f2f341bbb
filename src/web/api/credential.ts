import { signal } from '@preact/signals'
import type { Grant, Permission } from '../../ports/authorize.js'
import { ask, signInNeeded, token } from './request.js'

/** Who this browser is to the server and what it may do; undefined until that is known. */
export const credential = signal<Grant | undefined>(undefined)

/** Asks for it anew. Rejects where the server has no answer, or does not know the token. */
export const loadCredential = async (): Promise<void> => {
  credential.value = await ask<Grant>('/v1/credential')
}

/** What is not known to be refused is offered. */
export const may = (permission: Permission): boolean => credential.value?.can.includes(permission) ?? true

/** Forgets the token, and asks for one. */
export const signOut = (): void => {
  token.value = undefined
  credential.value = undefined
  signInNeeded.value = true
}
