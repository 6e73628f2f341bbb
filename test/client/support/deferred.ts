/** Promise.withResolvers, which Node 20 has not. */
export const deferred = () => {
  let resolve: (value: unknown) => void = () => undefined
  const promise = new Promise<unknown>((settle) => (resolve = settle))
  return { promise, resolve }
}
