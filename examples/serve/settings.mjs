// The settings of the server, from variables of the environment.

/**
 * @typedef {object} Settings
 * @property {string} model path of a model, or `registry/name@version`
 * @property {string} host
 * @property {number} port
 * @property {number} meters meters that the server follows at once; the least recently used one leaves
 * @property {number} atOnce requests whose forecasts are computed at once
 * @property {number} waiting requests that wait for their turn; further ones get 503
 * @property {number} rate requests of one address in a minute; further ones get 429
 * @property {number} body bytes of a request
 * @property {boolean} behindProxy whether X-Forwarded-For names the address of the client
 */

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Settings}
 */
export function settingsFrom(environment) {
  const { MODEL, HOST = '127.0.0.1', BEHIND_PROXY = '' } = environment
  if (!MODEL) throw new Error('Expected MODEL, the path of a model or registry/name@version, got nothing')
  /** @type {(name: string, usual: number) => number} */
  const whole = (name, usual) => {
    const value = Number(environment[name] ?? usual)
    if (Number.isSafeInteger(value) && value >= 0) return value
    throw new Error(`Expected ${name} to be a whole number, got "${environment[name]}"`)
  }
  return {
    model: MODEL,
    host: HOST,
    port: whole('PORT', 8080),
    meters: whole('METERS', 10_000),
    atOnce: whole('AT_ONCE', 2),
    waiting: whole('WAITING', 500),
    rate: whole('RATE', 6000),
    body: whole('BODY_BYTES', 256 * 1024),
    behindProxy: BEHIND_PROXY === '1',
  }
}
