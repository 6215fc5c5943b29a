// M4 Hourly and Weekly, and all of M3: one forecast per series from the end of its training part. M4 averages over
// series. M3, whose groups have different horizons, averages over all forecast steps.
//
// Published scores: Makridakis, Spiliotis, Assimakopoulos 2020, from the organisers. M3 has the same definitions.

import { naive2, type Panel, panelFromSeries, seasonalNaive, theta } from 'gatecast'
import { readCells, readText } from './read.ts'
import type { Check } from './table.ts'

export interface Group {
  frequency: string
  season: number
  horizon: number
  series: { id: string; values: number[] }[]
}

// The Theta of the competition is not the default form.
const methods = {
  naive2,
  seasonalNaive,
  theta: (options: { horizon: number; season: number }) => theta({ ...options, form: 'standard' }),
}
type Method = keyof typeof methods

interface Entry {
  data: string
  groups: (folder: string) => Group[]
  /** sMAPE and MASE; for M4 also OWA. */
  scores: Partial<Record<Method, string[]>>
}

const published: Entry[] = [
  {
    data: 'M4 Hourly',
    groups: (folder) => [m4(folder, 'Hourly', 'h', 24, 48)],
    scores: {
      naive2: ['18.383', '2.395', '1.000'],
      seasonalNaive: ['13.912', '1.193', '.628'],
      theta: ['18.138', '2.455', '1.006'],
    },
  },
  {
    data: 'M4 Weekly',
    groups: (folder) => [m4(folder, 'Weekly', 'W', 1, 13)],
    scores: {
      naive2: ['9.161', '2.777', '1.000'],
      seasonalNaive: ['9.161', '2.777', '1.000'],
      theta: ['9.093', '2.637', '.971'],
    },
  },
  { data: 'M3', groups: m3, scores: { naive2: ['15.386', '1.373'], seasonalNaive: ['15.882', '1.477'] } },
]

export async function* competitions(folder: string): AsyncGenerator<Check> {
  for (const { data, groups: read, scores } of published) {
    const groups = read(folder)
    const reference = await scoresOf('naive2', groups)
    for (const [method, numbers] of Object.entries(scores) as [Method, string[]][]) {
      const { smape, mase } = await scoresOf(method, groups)
      const ours = [smape, mase, (smape / reference.smape + mase / reference.mase) / 2]
      for (const [i, number] of numbers.entries())
        yield { data, method, metric: ['sMAPE', 'MASE', 'OWA'][i], published: number, ours: ours[i] }
    }
  }
}

/** Means over all steps of all groups. If all series have the same horizon, these are means over the series. */
async function scoresOf(method: Method, groups: readonly Group[]): Promise<{ smape: number; mase: number }> {
  const sums = { smape: 0, mase: 0, steps: 0 }
  for (const { frequency, season, horizon, series } of groups) {
    const panel = panelFromSeries(series, { frequency })
    const backtest = await methods[method]({ horizon, season }).backtest(panel, { windows: 1, season, quantiles: [] })
    const steps = horizon * series.length
    sums.smape += steps * backtest.overall.smape
    sums.mase += steps * backtest.overall.mase
    sums.steps += steps
  }
  return { smape: sums.smape / sums.steps, mase: sums.mase / sums.steps }
}

/** Joins training and test part of each series. */
export function m4Hourly(folder: string): Panel {
  return panelFromSeries(m4(folder, 'Hourly', 'h', 24, 48).series, { frequency: 'h' })
}

function m4(folder: string, name: string, frequency: string, season: number, horizon: number): Group {
  const rows = (part: string) =>
    readCells(folder, `m4/${name}-${part}.csv.gz`)
      .slice(1)
      .map(([id, ...values]) => ({ id, values: values.filter((cell) => cell !== '' && cell !== 'NA').map(Number) }))
  const test = new Map(rows('test').map(({ id, values }) => [id, values]))
  const series = rows('train').map(({ id, values }) => ({ id, values: [...values, ...(test.get(id) ?? [])] }))
  return { frequency, season, horizon, series }
}

const m3Periods: Record<string, [frequency: string, season: number]> = {
  YEARLY: ['Y', 1],
  QUARTERLY: ['Q', 4],
  MONTHLY: ['M', 12],
  OTHER: ['d', 1],
}

/** Yearly, quarterly, monthly and other series of M3. The horizon is the end of each series. */
export function m3(folder: string): Group[] {
  type Entry = { period: [string]; h: [number]; x: number[]; xx: number[] }
  const entries = Object.entries(JSON.parse(readText(folder, 'competitions/m3.json.gz')) as Record<string, Entry>)
  return Object.entries(m3Periods).map(([period, [frequency, season]]) => {
    const own = entries.filter(([, entry]) => entry.period[0] === period)
    const series = own.map(([id, { x, xx }]) => ({ id, values: [...x, ...xx] }))
    return { frequency, season, horizon: own[0][1].h[0], series }
  })
}
