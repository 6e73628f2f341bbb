const registered = new WeakMap<AbortSignal, Set<() => void>>()

/** Calls `act` once the signal aborts, at once where it has; answers how to take that back. A signal has one listener of this, however many wait for it: Node warns of more than ten. */
export const onAbort = (signal: AbortSignal, act: () => void): (() => void) => {
  if (signal.aborted) {
    act()
    return () => undefined
  }
  let actions = registered.get(signal)
  if (actions === undefined) {
    const all = new Set<() => void>()
    actions = all
    registered.set(signal, all)
    signal.addEventListener('abort', () => {
      for (const each of all) each()
      all.clear()
    })
  }
  const waiting = actions
  waiting.add(act)
  return () => void waiting.delete(act)
}
