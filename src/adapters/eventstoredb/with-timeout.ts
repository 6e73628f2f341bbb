/** What the promise gives, or a rejection after so many ms; what comes later is dropped, a late rejection too. */
export const withTimeout = <A>(work: Promise<A>, timeoutMs: number, what: string): Promise<A> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} within ${timeoutMs} ms`)), timeoutMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
