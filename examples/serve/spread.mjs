/**
 * Lets a burst of requests in bit by bit. Node would read all of them before it does anything else: 200 requests at once
 * would hold timers and other answers up for longer than 20 milliseconds.
 *
 * @param {import('fastify').FastifyInstance} app
 * @param {number} atOnce
 */
export function spreadBursts(app, atOnce) {
  /** @type {(() => void)[]} */
  const arrived = []
  const admit = () => {
    for (const goOn of arrived.splice(0, atOnce)) goOn()
    if (arrived.length > 0) setImmediate(admit)
  }
  app.addHook('onRequest', (_request, _reply, done) => {
    arrived.push(done)
    if (arrived.length === 1) setImmediate(admit)
  })
}
