import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/**
 * Metrics for Prometheus: those of the process, such as `nodejs_eventloop_lag_max_seconds` since the last scrape, and
 * those of the server.
 *
 * @param {{ meters: () => number, waiting: () => number }} state
 */
export function metricsOf(state) {
  const registers = [new Registry()]
  collectDefaultMetrics({ register: registers[0], eventLoopMonitoringPrecision: 1 })
  /** @type {(name: string, help: string, read: () => number) => void} */
  const gauge = (name, help, read) => {
    new Gauge({
      name,
      help,
      registers,
      collect: function () {
        this.set(read())
      },
    })
  }
  gauge('forecast_meters', 'Meters that the server follows', state.meters)
  gauge('forecast_waiting', 'Requests that wait for their turn', state.waiting)
  const requests = new Counter({
    ...{ name: 'forecast_requests_total', help: 'Requests by route and status' },
    ...{ labelNames: ['route', 'status'], registers },
  })
  const seconds = new Histogram({
    ...{ name: 'forecast_request_seconds', help: 'Seconds from request to answer', registers },
    ...{ labelNames: ['route'], buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5] },
  })
  return {
    type: registers[0].contentType,
    text: () => registers[0].metrics(),
    /** @type {(route: string, status: number, milliseconds: number) => void} */
    answered: (route, status, milliseconds) => {
      requests.inc({ route, status })
      seconds.observe({ route }, milliseconds / 1000)
    },
  }
}
