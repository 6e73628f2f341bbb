import { effect, signal } from '@preact/signals'

/** What a person chose for this browser. */
export type Theme = 'system' | 'light' | 'dark'
export type Zone = 'local' | 'utc'

const read = <A extends string>(key: string, allowed: readonly A[], otherwise: A): A => {
  try {
    const stored = localStorage.getItem(`annals.${key}`)
    return allowed.find((one) => one === stored) ?? otherwise
  } catch {
    return otherwise
  }
}

const kept = <A extends string>(key: string, allowed: readonly A[], otherwise: A) => {
  const value = signal(read(key, allowed, otherwise))
  effect(() => {
    const chosen = value.value
    try {
      localStorage.setItem(`annals.${key}`, chosen)
    } catch {
      // Without storage it lasts as long as the page.
    }
  })
  return value
}

export const theme = kept<Theme>('theme', ['system', 'light', 'dark'], 'system')
export const zone = kept<Zone>('zone', ['local', 'utc'], 'local')

effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})
