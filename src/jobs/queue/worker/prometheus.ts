// The metrics of a worker, for Prometheus.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as Prometheus from 'prom-client'
import { GatecastError } from '../../../base/error.ts'
import type { PartResult } from '../store/run_data.ts'

export interface WorkerMetrics {
  began(): void
  done(result: PartResult): void
  failed(step: string, wasPart: boolean): void
}

export interface MetricsServer {
  readonly metrics: WorkerMetrics
  /** The address at which the server listens, for example `127.0.0.1:9464`. */
  readonly address: string
  close(): Promise<void>
}

/**
 * Serves `/metrics` and `/healthz`.
 *
 * @param place - a port of 127.0.0.1, or an address, for example `0.0.0.0:9464`; `:9464` means the port 9464
 * @throws {GatecastError} `ERR_RANGE` for another text, `ERR_FILE` if the port is in use
 */
export async function serveMetrics(place: number | string): Promise<MetricsServer> {
  const { host, port } = placeOf(place)
  const prometheus = await import('prom-client')
  const registry = new prometheus.Registry()
  const metrics = metricsIn(prometheus, registry)
  const server = createServer(async ({ url, method }, response) => {
    const answer = (status: number, text: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(method === 'HEAD' ? undefined : text)
    if (url === '/healthz') answer(200, 'ok\n')
    else if (url === '/metrics') answer(200, await registry.metrics(), registry.contentType)
    else answer(404, 'Expected /metrics or /healthz\n')
  })
  await listen(server, host, port)
  const { address, port: taken } = server.address() as AddressInfo
  return {
    metrics,
    address: `${address.includes(':') ? `[${address}]` : address}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function metricsIn(prometheus: typeof Prometheus, registry: Prometheus.Registry): WorkerMetrics {
  const registers = [registry]
  const counter = (name: string, help: string) => new prometheus.Counter({ name: `gatecast_${name}`, help, registers })
  const parts = counter('parts_total', 'Parts that were forecast')
  const series = counter('series_total', 'Series in these parts')
  const rows = counter('rows_total', 'Rows of forecasts that were written')
  const fallbacks = counter('series_failed_total', 'Series that the model could not forecast')
  const failures = new prometheus.Counter({
    ...{
      name: 'gatecast_failures_total',
      help: 'Steps that failed, by name of the step',
      labelNames: ['step'],
      registers,
    },
  })
  const current = new prometheus.Gauge({ name: 'gatecast_parts_current', help: 'Parts that are being made', registers })
  const memory = new prometheus.Gauge({
    ...{ name: 'gatecast_part_memory_bytes', help: 'Largest memory of the process that made the last part', registers },
  })
  const seconds = new prometheus.Histogram({
    ...{ name: 'gatecast_part_seconds', help: 'Seconds per part', registers },
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 150, 600],
  })
  prometheus.collectDefaultMetrics({ register: registry })
  return {
    began: () => current.inc(),
    done(result) {
      current.dec()
      parts.inc()
      series.inc(result.series)
      rows.inc(result.rows)
      fallbacks.inc(result.failed)
      seconds.observe(result.seconds)
      memory.set(result.memory)
    },
    failed(step, wasPart) {
      if (wasPart) current.dec()
      failures.inc({ step })
    },
  }
}

function placeOf(place: number | string): { host: string; port: number } {
  const [, host = '', digits] = /^(?:(.*):)?(\d+)$/.exec(`${place}`) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65_535)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected a port or host:port for --metrics, for example 9464 or 0.0.0.0:9464, got ${place}`,
    )
  // Other machines can read the metrics only if an address is given.
  return { host: host.replace(/^\[|\]$/g, '') || '127.0.0.1', port }
}

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new GatecastError('ERR_FILE', `Expected to serve metrics at ${host}:${port}, got: ${cause.message}`, { cause }),
      ),
    )
    server.listen(port, host, () => resolve())
  })
