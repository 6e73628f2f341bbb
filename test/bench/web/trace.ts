/** One event of Chromium's tracing: times in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly pid: number
  readonly tid: number
  readonly args?: { readonly name?: string }
}

export interface Frames {
  readonly count: number
  /** Between one animation frame and the next, in ms. */
  readonly longestMs: number
  readonly over50Ms: number
  /** Of the page's main thread, in ms. */
  readonly longestTaskMs: number
}

export const traceCategories = ['devtools.timeline', 'toplevel', 'blink.user_timing', '__metadata']

/** How even the frames of a page were, from a trace of it. */
export const framesOf = (trace: Buffer): Frames => {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const frames = traceEvents.filter(({ name }) => name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts)
  const thread = frames[0]
  if (thread === undefined) throw new Error('the trace has no frame')
  const isOfPage = ({ pid, tid }: TraceEvent): boolean => pid === thread.pid && tid === thread.tid
  const own = frames.filter(isOfPage)
  const gaps = own.slice(1).map(({ ts }, n) => (ts - (own[n]?.ts ?? ts)) / 1_000)
  const [from, to] = [own[0]?.ts ?? 0, own.at(-1)?.ts ?? 0]
  const tasks = traceEvents.filter(
    (event) => isOfPage(event) && /RunTask$/.test(event.name) && event.ts >= from && event.ts <= to,
  )
  return {
    count: own.length,
    longestMs: Math.max(0, ...gaps),
    over50Ms: gaps.filter((gap) => gap > 50).length,
    longestTaskMs: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1_000)),
  }
}
