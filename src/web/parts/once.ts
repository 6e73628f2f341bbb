/** Made when it is first asked for. The first format that a page makes loads the browser's tables, which takes long: what the page asks the server for must not wait for that. */
export const once = <A>(make: () => A): (() => A) => {
  let made: A | undefined
  return () => (made ??= make())
}
