import { computed, signal } from '@preact/signals'

/** What the address says: which page, of what. The search parameters are the page's own. */
export type Route =
  | { readonly _tag: 'Feed' }
  | { readonly _tag: 'Record'; readonly type: string; readonly id: string }
  | { readonly _tag: 'Transaction'; readonly id: string }
  | { readonly _tag: 'Statistics' }
  | { readonly _tag: 'Operations' }
  | { readonly _tag: 'NotFound' }

/** The path below which the dashboard is mounted, with a slash at its end. The server writes it into the page. */
export const mount = new URL(document.baseURI).pathname

const parts = (pathname: string): readonly string[] =>
  (pathname.startsWith(mount) ? pathname.slice(mount.length) : pathname).split('/')

/** The page at a path; ids are percent-encoded in it. */
const routeOf = (pathname: string): Route => {
  const [page = '', ...rest] = parts(pathname)
  const [first, second] = rest.map(decoded)
  if (rest.includes('') || rest.length > 2) return notFound
  switch (`${page}/${rest.length}`) {
    case '/0':
      return { _tag: 'Feed' }
    case 'records/2':
      return first === undefined || second === undefined ? notFound : { _tag: 'Record', type: first, id: second }
    case 'transactions/1':
      return first === undefined ? notFound : { _tag: 'Transaction', id: first }
    case 'statistics/0':
      return { _tag: 'Statistics' }
    case 'operations/0':
      return { _tag: 'Operations' }
    default:
      return notFound
  }
}

const notFound: Route = { _tag: 'NotFound' }

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The path and parameters of a page, to be linked to. */
export const hrefOf = (route: Exclude<Route, { _tag: 'NotFound' }>, search?: URLSearchParams): string => {
  const query = search === undefined || search.size === 0 ? '' : `?${search.toString()}`
  switch (route._tag) {
    case 'Feed':
      return `${mount}${query}`
    case 'Record':
      return `${mount}records/${encodeURIComponent(route.type)}/${encodeURIComponent(route.id)}${query}`
    case 'Transaction':
      return `${mount}transactions/${encodeURIComponent(route.id)}${query}`
    case 'Statistics':
      return `${mount}statistics${query}`
    case 'Operations':
      return `${mount}operations${query}`
  }
}

const address = signal({ pathname: location.pathname, search: location.search })
const readAddress = (): void => {
  address.value = { pathname: location.pathname, search: location.search }
}
addEventListener('popstate', readAddress)

export const route = computed(() => routeOf(address.value.pathname))
/** Those of the address, to be read only: see `navigate`. */
export const search = computed(() => new URLSearchParams(address.value.search))

/** Goes to a page; with `replace` the present one is not gone back to. */
export const navigate = (href: string, how: 'push' | 'replace' = 'push'): void => {
  if (href === `${location.pathname}${location.search}`) return
  history[how === 'push' ? 'pushState' : 'replaceState'](null, '', href)
  readAddress()
}

/** Follows links within the dashboard without loading it again. */
export const followLinks = (event: MouseEvent): void => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return
  const anchor = (event.target as Element).closest('a')
  if (anchor === null || anchor.target !== '' || anchor.hasAttribute('download') || anchor.origin !== location.origin)
    return
  if (!anchor.pathname.startsWith(mount) || routeOf(anchor.pathname)._tag === 'NotFound') return
  event.preventDefault()
  navigate(`${anchor.pathname}${anchor.search}`)
}
