// Google Cloud Run, and any other place that starts a container with PORT and ends it with SIGTERM: node cloud_run.mjs

import { createServer } from 'node:http'
import { BadRequest, forecastOf } from './forecast.mjs'

const { PORT = '8080', HOST = '0.0.0.0' } = process.env
const mostBytes = 1_000_000

const server = createServer(async (request, response) => {
  /** @type {(status: number, body: object, headers?: Record<string, string>) => void} */
  const answer = (status, body, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
  if (request.url === '/health') return answer(200, { status: 'ok' })
  if (request.url !== '/forecast') return answer(404, { error: 'Expected /forecast' })
  if (request.method !== 'POST') return answer(405, { error: 'Expected POST' }, { allow: 'POST' })
  const abort = new AbortController()
  // A client that has left needs no forecast.
  response.on('close', () => abort.abort())
  try {
    answer(200, await forecastOf(await bodyOf(request), abort.signal))
  } catch (error) {
    if (abort.signal.aborted) return
    if (error instanceof BadRequest) return answer(error.status, { error: error.message }, { connection: 'close' })
    console.error(error)
    answer(500, { error: 'Internal error' })
  }
})

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  const parts = []
  let bytes = 0
  // The answer needs the connection, which an error in the loop would end.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    bytes += part.length
    if (bytes > mostBytes) throw new BadRequest(413, `Expected at most ${mostBytes} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

// Cloud Run kills the process ten seconds after SIGTERM.
process.once('SIGTERM', () => {
  server.close()
  // Connections that stay open after their answer would keep the process.
  setInterval(() => server.closeIdleConnections(), 100).unref()
})

server.listen(Number(PORT), HOST, () => {
  const address = server.address()
  console.log(`listening at http://${HOST}:${typeof address === 'object' ? address?.port : address}`)
})
