// Starts the server: MODEL=load.safetensors node main.mjs

import { loadModel } from './load_model.mjs'
import { serverOf } from './server.mjs'
import { settingsFrom } from './settings.mjs'
import { warmUp } from './warm_up.mjs'

const settings = settingsFrom(process.env)
const model = await loadModel(settings.model)
await warmUp(await serverOf(model, { ...settings, rate: 1e6, waiting: 1000 }), model)
const app = await serverOf(model, settings)

// Requests in progress get their answers, new ones get 503. After ten seconds the process ends in any case.
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT']))
  process.once(signal, () => {
    setTimeout(() => process.exit(1), 10_000).unref()
    app.close()
  })

console.log(`listening at ${await app.listen({ host: settings.host, port: settings.port })}`)
