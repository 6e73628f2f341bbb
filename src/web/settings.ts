import { effect, signal } from '@preact/signals'
import type { Zone } from './query/time-text.js'

/** What a person chose for this browser. */
export type Theme = 'system' | 'light' | 'dark'

const readText = (key: string): string => {
  try {
    return localStorage.getItem(`annals.${key}`) ?? ''
  } catch {
    return ''
  }
}

const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(`annals.${key}`, value)
  } catch {
    // Without storage it lasts as long as the page.
  }
}

const read = <A extends string>(key: string, allowed: readonly A[], otherwise: A): A => {
  const stored = readText(key)
  return allowed.find((one) => one === stored) ?? otherwise
}

const kept = <A extends string>(key: string, allowed: readonly A[], otherwise: A) => {
  const value = signal(read(key, allowed, otherwise))
  effect(() => keep(key, value.value))
  return value
}

export const theme = kept<Theme>('theme', ['system', 'light', 'dark'], 'system')
export const zone = kept<Zone>('zone', ['local', 'utc'], 'local')

/** The zone that was chosen as an IANA name, for the API. */
export const timeZone = (): string =>
  zone.value === 'utc' ? 'UTC' : new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Who a person says they are, where the server does not know: the actor of what is done from here. Kept in this browser. */
export const personName = signal(readText('name'))
effect(() => keep('name', personName.value))

effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})
