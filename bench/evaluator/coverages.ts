// The share of the last horizon that conformal intervals of 80 % cover, on M4 Hourly and on NN5 with its gaps.

import { ar, conformal, naive, type Panel, panelFromSeries, seasonalNaive, theta } from 'gatecast'
import { m4Hourly } from './competitions.ts'
import { readCells } from './read.ts'
import type { Check } from './table.ts'

export async function* coverages(folder: string): AsyncGenerator<Check> {
  const tasks: [data: string, panel: Panel, horizon: number][] = [
    ['M4 Hourly', m4Hourly(folder), 48],
    ['NN5', nn5(folder), 56],
  ]
  for (const [data, panel, horizon] of tasks)
    for (const make of [naive, seasonalNaive, theta, ar]) {
      const point = make({ horizon })
      const { overall } = await conformal(point).backtest(panel, { windows: 1, quantiles: [0.1, 0.9] })
      yield {
        data,
        method: `conformal ${point.kind}`,
        metric: 'coverage 80 %',
        published: '75 to 85',
        ours: 100 * overall.coverage80,
        between: [75, 85],
      }
    }
}

function nn5(folder: string): Panel {
  const series = new Map<string, number[]>()
  for (const [id, , , , value] of readCells(folder, 'competitions/nn5.csv.gz').slice(1)) {
    const values = series.get(id) ?? []
    series.set(id, values)
    values.push(value === '' || value === 'NA' ? Number.NaN : Number(value))
  }
  return panelFromSeries(
    Array.from(series, ([id, values]) => ({ id, values })),
    { frequency: 'd' },
  )
}
