import type { HttpRequest } from './http-request.js'

/** Which route a request has come to. */
export interface RouteTrack {
  /** Its pattern, with those of the routers that it is mounted in: `/shops/:shop/orders/:id`. undefined where no route was met. */
  readonly route: () => string | undefined
  /** Its parameters. */
  readonly params: () => unknown
}

/**
 * Notes patterns while Express goes through its routers. It leaves no pattern of a mounted router behind (`baseUrl` is what was in the URL: `/shops/42`), and takes parameters and `baseUrl` back when an error leaves a
 * router. So the three properties that it sets (`params`, then `baseUrl` on entering a router; `params`, then `route` on running a route) are watched as they are set.
 */
export const trackRoute = (request: HttpRequest): RouteTrack => {
  let baseUrl = request.baseUrl
  let params = request.params
  let route = request.route
  let pattern = route === undefined ? undefined : masked(baseUrl ?? '') + pathOf(route)
  let routeParams = route === undefined ? undefined : params
  /** By `baseUrl`: where the routers around are left and entered, they are met again. */
  const patterns = new Map([['', '']]).set(baseUrl ?? '', masked(baseUrl ?? ''))

  const entered = (url: unknown): void => {
    if (typeof url !== 'string' || patterns.has(url) || patterns.size >= maxRouters) return
    const parent = typeof baseUrl === 'string' && url.startsWith(baseUrl) ? baseUrl : ''
    patterns.set(url, (patterns.get(parent) ?? '') + patternOf(url.slice(parent.length), params))
  }
  const met = (value: unknown): void => {
    const around = baseUrl ?? ''
    pattern = (patterns.get(around) ?? masked(around)) + pathOf(value) || '/'
  }
  Object.defineProperties(request, {
    baseUrl: watched(
      () => baseUrl,
      (value: string | undefined) => {
        guarded(() => entered(value))
        baseUrl = value
      },
    ),
    route: watched(
      () => route,
      (value: unknown) => {
        route = value
        guarded(() => met(value))
        // Set on meeting the route, and again on running it, when these are its parameters.
        routeParams = params
      },
    ),
    params: watched(
      () => params,
      (value: unknown) => {
        params = value
      },
    ),
  })
  return { route: () => pattern, params: () => routeParams }
}

/** An assignment within Express must not throw, whatever was assigned. */
const guarded = (work: () => void): void => {
  try {
    work()
  } catch {
    // The route is not known then.
  }
}

/** Routers that one request goes through. */
const maxRouters = 200

const watched = <A>(get: () => A, set: (value: A) => void): PropertyDescriptor & ThisType<unknown> => ({
  get,
  set,
  enumerable: true,
  configurable: true,
})

/** A route's own path: a text, a regular expression, or several of them. */
const pathOf = (route: unknown): string => {
  const { path } = (route ?? {}) as { readonly path?: unknown }
  const paths: readonly unknown[] = Array.isArray(path) ? path : [path]
  const text = paths
    .map((each) => (each instanceof RegExp ? each.source : typeof each === 'string' ? each : ''))
    .join('|')
  return text === '/' ? '' : text
}

/** `/shops/42` with `{ shop: '42' }` as `/shops/:shop`. */
const patternOf = (part: string, params: unknown): string => {
  const values = Object.entries((params ?? {}) as Readonly<Record<string, unknown>>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((each) => typeof each === 'string' && each !== '')
      .map((each) => [name, each as string] as const),
  )
  if (values.length === 0) return part
  return part
    .split('/')
    .map((segment) => {
      const text = decoded(segment)
      const whole = values.find(([, value]) => value === text)
      if (whole !== undefined) return `:${whole[0]}`
      return values.reduce((rest, [name, value]) => rest.replaceAll(value, `:${name}`), text)
    })
    .join('/')
}

/** What was mounted before it could be watched: only what looks like a word stays. */
const masked = (url: string): string => url.replace(/[^/]+/g, (segment) => (word.test(segment) ? segment : ':id'))
const word = /^(?:[A-Za-z_.-]{1,32}|v\d{1,3})$/

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
