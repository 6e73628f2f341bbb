import { Counter, Gauge, Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import type { RequestMetrics } from '../../ports/metrics.js'

/** What HTTP requests are counted by. Every label has a bounded number of values: the methods served, the routes there are, the problems there are. */
export const createRequests = (registers: Registry[]): RequestMetrics => {
  const seconds = new Histogram({
    name: 'annals_http_request_duration_seconds',
    help: 'How long a request took until its answer was sent or its client was gone, by method, route pattern and status class.',
    labelNames: ['method', 'route', 'status_class'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const underWay = new Gauge({
    name: 'annals_http_requests_in_flight',
    help: 'Requests that are being answered, this one included.',
    registers,
  })
  const problems = new Counter({
    name: 'annals_http_problems_total',
    help: 'Requests answered with a problem, by its name.',
    labelNames: ['problem'],
    registers,
  })
  return {
    requestBegun: () => underWay.inc(),
    requestEnded: ({ method, route, statusClass, durationMs, problem }) => {
      underWay.dec()
      const labels = { method: methods.has(method) ? method : 'other', route, status_class: statusClass }
      seconds.observe(labels, durationMs / 1_000)
      if (problem !== undefined) problems.inc({ problem })
    },
  }
}

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
