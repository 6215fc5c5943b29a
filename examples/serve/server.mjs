import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import { GatecastError } from 'gatecast'
import { Conflict, Meters } from './meters.mjs'
import { metricsOf } from './metrics.mjs'
import { spreadBursts } from './spread.mjs'
import { Busy, Turns } from './turns.mjs'

const id = { type: 'string', pattern: '^[\\w.:-]{1,64}$' }
const params = { type: 'object', properties: { id } }

/** @param {number} least @param {number} most */
const valuesFrom = (least, most) => ({
  type: 'object',
  required: ['from', 'values'],
  additionalProperties: false,
  properties: {
    from: { type: 'string', format: 'date-time' },
    values: { type: 'array', minItems: least, maxItems: most, items: { type: ['number', 'null'] } },
  },
})

/** @typedef {{ Params: { id: string } }} OfMeter */
/** @typedef {OfMeter & { Body: { from: string, values: (number | null)[] } }} WithValues */

/**
 * Makes the server. It does not listen yet.
 *
 * @param {import('gatecast').NetworkForecaster} model
 * @param {import('./settings.mjs').Settings} settings
 */
export async function serverOf(model, settings) {
  const meters = new Meters(model, settings.meters)
  const turns = new Turns(settings.atOnce, settings.waiting)
  const metrics = metricsOf({ meters: () => meters.count, waiting: () => turns.waiting })
  const app = fastify({
    logger: { level: process.env.LOG_LEVEL ?? 'warn' },
    bodyLimit: settings.body,
    requestTimeout: 30_000,
    trustProxy: settings.behindProxy,
    // By default, Fastify turns true into 1, and null into 0 where only numbers are allowed: readings that nobody sent.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  })

  spreadBursts(app, 8)
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime)
  })
  // A connection that stays open after its answer would keep the process from ending.
  let closes = false
  app.addHook('preClose', async () => {
    closes = true
  })
  app.addHook('onSend', async (_request, reply) => {
    if (closes) reply.header('connection', 'close')
  })
  app.addHook('onClose', async () => meters.close())
  app.setErrorHandler((error, _, reply) => answerError(error, reply))

  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/metrics', async (_, reply) => reply.type(metrics.type).send(await metrics.text()))

  await app.register(async (limited) => {
    await limited.register(rateLimit, { max: settings.rate, timeWindow: '1 minute' })
    limited.put(
      '/meters/:id',
      { schema: { params, body: valuesFrom(2, 10_000) } },
      async (/** @type {import('fastify').FastifyRequest<WithValues>} */ { params, body }) =>
        rowsOf(await turns.run(() => meters.begin(params.id, body.from, body.values))),
    )
    limited.post(
      '/meters/:id/readings',
      { schema: { params, body: valuesFrom(1, 200) } },
      async (/** @type {import('fastify').FastifyRequest<WithValues>} */ { params, body }) =>
        rowsOf(await turns.run(() => meters.push(params.id, body.from, body.values))),
    )
    limited.delete(
      '/meters/:id',
      { schema: { params } },
      async (/** @type {import('fastify').FastifyRequest<OfMeter>} */ { params }, reply) => {
        meters.forget(params.id)
        return reply.code(204).send()
      },
    )
    limited.get(
      '/meters/:id/forecast',
      { schema: { params } },
      async (/** @type {import('fastify').FastifyRequest<OfMeter>} */ { params }) => rowsOf(meters.forecast(params.id)),
    )
  })
  return app
}

/** @param {import('gatecast').Forecast} forecast */
const rowsOf = (forecast) => ({ forecast: forecast.toRows().map(({ series, ...row }) => row) })

/**
 * @param {unknown} error
 * @param {import('fastify').FastifyReply} reply
 */
function answerError(error, reply) {
  if (error instanceof Busy) return reply.code(503).header('retry-after', '1').send({ error: error.message })
  if (error instanceof Conflict)
    return reply.code(error.status).send({ error: error.message, ...(error.expected && { expected: error.expected }) })
  // A history that the model cannot forecast, or a value that its options do not allow.
  if (error instanceof GatecastError) return reply.code(422).send({ error: error.message, code: error.code })
  const { statusCode = 500, message } = /** @type {{ statusCode?: number, message: string }} */ (error)
  if (statusCode >= 500) reply.log.error(error)
  return reply.code(statusCode).send({ error: statusCode >= 500 ? 'Internal error' : message })
}
