import { addSteps } from 'gatecast'

/**
 * Sends requests to a server that nobody else knows, and closes it. Code that runs for the first time takes several
 * times as long as later, so without this the first burst of requests would block the thread.
 *
 * @param {import('fastify').FastifyInstance} app
 * @param {import('gatecast').NetworkForecaster} model
 */
export async function warmUp(app, model) {
  const { frequency = 'h', memory = 2 } = model.facts()
  const values = Array.from({ length: Math.min(Math.max(memory, 2), 1000) }, (_, i) => 1 + Math.sin(i))
  const start = Date.UTC(2024, 0, 1)
  /** @type {(steps: number) => string} */
  const time = (steps) => new Date(addSteps(start, steps, frequency)).toISOString()
  for (let burst = 0; burst < 5; burst++) {
    const meters = Array.from({ length: 40 }, (_, i) => `/meters/${burst}-${i}`)
    const payload = { from: time(0), values }
    await Promise.all(meters.map((url) => app.inject({ method: 'PUT', url, payload })))
    const next = { from: time(values.length), values: [1, null] }
    await Promise.all(meters.map((url) => app.inject({ method: 'POST', url: `${url}/readings`, payload: next })))
    await Promise.all(meters.map((url) => app.inject(`${url}/forecast`)))
  }
  await app.inject('/metrics')
  await app.close()
}
