import { search } from './route.js'

/** The present page with other parameters: undefined takes one away. What is not named stays. */
export const hereWith = (changes: Readonly<Record<string, string | number | undefined>>): string => {
  const parameters = new URLSearchParams(search.value)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) parameters.delete(name)
    else parameters.set(name, String(value))
  }
  return `${location.pathname}${parameters.size === 0 ? '' : `?${parameters.toString()}`}`
}

/** The present page with an event's panel beside it. */
export const eventHref = (id: string): string => hereWith({ event: id })
