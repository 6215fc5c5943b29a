import { chart, conformal, ets, gru } from 'gatecast'
import { airPassengers } from 'gatecast/datasets'

const quantiles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
const horizon = 24

export async function forecastPictures(): Promise<Record<string, string>> {
  const panel = await airPassengers()
  const network = gru({ horizon })
  await network.fit(panel)
  const calibrated = conformal(ets({ horizon: 12 }))
  await calibrated.fit(panel)
  const view = { panel, history: 72 }
  const [id] = panel.ids
  return {
    start: chart(await network.predict(panel, { quantiles: [0.1, 0.5, 0.9] }), id, view),
    intervals: chart(await calibrated.predict(panel, { quantiles }), id, view),
  }
}
