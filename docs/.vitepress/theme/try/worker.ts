// Forecasts a table in a thread of the page. It asks no host for anything but the files of this site.

import type { Answer, Message, Question } from './messages.ts'

// The bundle of `gatecast/wasm`, with the types of the sources.
// @ts-expect-error the bundle has no types of its own
const library = import('../../../../dist/wasm/index.js') as Promise<typeof import('../../../../src/wasm.ts')>

const say = (message: Message): void => postMessage(message)

addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  try {
    say({ type: 'doing', text: 'Loading the library' })
    await forecast(await library, data)
    say({ type: 'done' })
  } catch (error) {
    say({ type: 'error', text: error instanceof Error ? error.message : String(error) })
  }
})

type Library = Awaited<typeof library>

async function forecast(gatecast: Library, { columns, time, target, horizon }: Question): Promise<void> {
  const panel = gatecast.panelFromColumns(columns, { time, target })
  const values = panel.target.values as Float64Array
  say({ type: 'history', values: Array.from(values), frequency: panel.frequency.text })
  const models = [
    { name: 'ets', model: gatecast.ets({ horizon }) },
    { name: 'gru', model: gatecast.gru({ horizon, hiddenSize: 16, seed: 1 }) },
  ]
  const quantiles = [0.1, 0.5, 0.9]
  const fit = { epochs: 20 }
  const rowsFrom = (origin: number) => Array.from({ length: horizon }, (_, i) => origin + i)
  for (const { name, model } of models) {
    const started = performance.now()
    say({ type: 'doing', text: `${name}: backtest` })
    const backtest = await model.backtest(panel, { windows: 3, quantiles, fit })
    say({ type: 'doing', text: `${name}: forecast` })
    await model.fit(panel, fit)
    const made = await model.predict(panel, { quantiles })
    const { mase, mae, coverage80 } = backtest.overall
    const answer: Answer = {
      name,
      ...{ seconds: (performance.now() - started) / 1000, mase, mae, coverage: coverage80 },
      forecast: {
        at: rowsFrom(values.length),
        values: Array.from(made.mean),
        low: Array.from(made.quantiles[0]),
        high: Array.from(made.quantiles[2]),
        times: made.toRows().map((step) => `${step[made.names.time]}`),
      },
      backtest: backtest.windows.map(({ forecast: window }) => ({
        at: rowsFrom(window.lengths[0]),
        values: Array.from(window.mean),
      })),
    }
    say({ type: 'answer', answer })
  }
}
