import { type Backtest, type Forecast, seasonalNaive, theta } from '../../src/forecast/index.ts'
import type { History } from '../../src/nn/index.ts'
import { type Panel, panelFromSeries } from '../../src/series/index.ts'

/** Ids that would end an element, a script or an attribute if they were not escaped. */
export const hostile = [
  '</script><img src=x onerror="document.title=1">',
  '"\'><b onmouseover=alert(1)>',
  '<!--<script>',
  '{{constructor}} {a|b} &amp; %s',
]

/** Monthly series with trend, season and some gaps. The first ids are those of `hostile`. */
export function samplePanel(series = 12, rows = 72): Panel {
  const values = (s: number) =>
    Array.from({ length: rows }, (_, t) =>
      (t + 3 * s) % 29 === 5
        ? Number.NaN
        : 50 + 10 * s + t + 12 * Math.sin((t * Math.PI) / 6 + s) + ((t * 37 + s * 11) % 7),
    )
  return panelFromSeries(
    Array.from({ length: series }, (_, s) => ({
      id: hostile[s] ?? `store ${s}`,
      start: '2015-01-01',
      values: values(s),
    })),
    { frequency: 'MS', target: 'sold' },
  )
}

export const levels = [0.025, 0.1, 0.5, 0.9, 0.975]

export interface Sample {
  panel: Panel
  forecast: Forecast
  backtest: Record<string, Backtest>
}

export async function sample(panel = samplePanel()): Promise<Sample> {
  const [naive, other] = [seasonalNaive({ horizon: 6 }), theta({ horizon: 6 })]
  const options = { windows: 3, quantiles: levels }
  const backtest = {
    [hostile[0]]: await naive.backtest(panel, options),
    theta: await other.backtest(panel, options),
  }
  await other.fit(panel)
  return { panel, backtest, forecast: await other.predict(panel, { quantiles: levels }) }
}

export const history: History = {
  epochs: Array.from({ length: 9 }, (_, i) => ({
    epoch: i + 1,
    loss: 1 / (i + 1),
    validation: { loss: 1 / (i + 1) + 0.01 * i },
    learningRate: 0.001,
    gradientNorm: 2 - 0.1 * i,
  })),
  bestEpoch: 7,
  stoppedEarly: true,
}
