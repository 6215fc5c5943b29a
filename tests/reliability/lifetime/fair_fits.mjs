// Three equal fits at once. Prints the epochs that each had done when the first one ended: node fair_fits.mjs

import { pathToFileURL } from 'node:url'

const { gru, panelFromSeries } = await import(pathToFileURL(`${process.cwd()}/dist/js/index.js`).href)
const values = Array.from({ length: 1000 }, (_, t) => 50 + 10 * Math.sin(t / 4))
const panel = panelFromSeries(
  Array.from({ length: 8 }, (_, i) => ({ id: `${i}`, values })),
  { frequency: '1h' },
)
const epochs = 20
const done = [0, 0, 0]
const fits = done.map((_, i) =>
  gru({ horizon: 4, context: 32, hiddenSize: 32 }).fit(panel, {
    ...{ epochs, samplesPerEpoch: 2000, calibrate: false, patience: epochs },
    onProgress: () => {
      done[i]++
    },
  }),
)
await Promise.race(fits)
console.log(JSON.stringify({ epochs, done }))
process.exit(0)
