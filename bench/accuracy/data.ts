import { type Panel, panelFromSeries } from 'gatecast'
import { m3 as groupsOfM3 } from '../evaluator/competitions.ts'
import { standardised } from '../evaluator/long_horizon.ts'
import { readCells, transposed } from '../evaluator/read.ts'

/** A data set, and how forecasts of it are scored. */
export interface Task {
  name: string
  /** The whole series, including the values that are forecast. */
  panel: Panel
  horizon: number
  /** Season of MASE. */
  season: number
  /** Published sMAPE and MASE of Naive2, for OWA. */
  reference?: { smape: number; mase: number }
  /**
   * Rows for training, and windows of stride 1 at the end for scoring. MSE and MAE are in units of the training rows'
   * deviation.
   */
  parts?: { training: number; windows: number }
}

/** 414 hourly or 359 weekly series, without dates. Makridakis, Spiliotis, Assimakopoulos 2020. */
export function m4(folder: string, name: 'Hourly' | 'Weekly'): Task {
  const [season, horizon, frequency] = name === 'Hourly' ? [24, 48, 'h'] : [1, 13, 'W']
  const rows = (part: string) => {
    const [, ...lines] = readCells(folder, `m4/${name}-${part}.csv.gz`)
    return lines.map(([id, ...cells]) => ({ id, values: cells.filter((cell) => /\d/.test(cell)).map(Number) }))
  }
  const test = rows('test')
  const series = rows('train').map(({ id, values }, i) => ({
    id,
    values: [...values, ...test[i].values.slice(0, horizon)],
  }))
  const reference = name === 'Hourly' ? { smape: 18.383, mase: 2.395 } : { smape: 9.161, mase: 2.777 }
  return { name: `M4 ${name}`, panel: panelFromSeries(series, { frequency }), horizon, season, reference }
}

const m3Groups = ['Yearly', 'Quarterly', 'Monthly', 'Other'] as const

/** The 1,428 monthly, 756 quarterly or 174 other series of M3. Makridakis and Hibon 2000. */
export function m3(folder: string, name: (typeof m3Groups)[number]): Task {
  const { frequency, season, horizon, series } = groupsOfM3(folder)[m3Groups.indexOf(name)]
  return { name: `M3 ${name}`, panel: panelFromSeries(series, { frequency }), horizon, season }
}

/** 111 daily series of cash machines with gaps. All end on the same day. */
export function nn5(folder: string): Task {
  const series = new Map<string, number[]>()
  for (const [id, , , , value] of readCells(folder, 'competitions/nn5.csv.gz').slice(1)) {
    const values = series.get(id) ?? []
    series.set(id, [...values, /\d/.test(value) ? Number(value) : Number.NaN])
  }
  const panel = panelFromSeries(
    Array.from(series, ([id, values]) => ({ id, start: '1996-03-18', values })),
    { frequency: '1d' },
  )
  return { name: 'NN5', panel, horizon: 56, season: 7 }
}

/** Seven hourly channels of a power transformer, without the rows for validation. Zhou et al. 2021. */
export function etth1(folder: string): Task {
  const [training, test, end, horizon] = [8640, 11520, 14400, 96]
  const rows = readCells(folder, 'ett/ETTh1.csv.gz').slice(1, end + 1)
  const channels = transposed(rows.map((row) => row.slice(1).map(Number)))
  const series = channels.map((values, i) => ({
    ...{ id: `${i}`, start: rows[0][0] },
    values: standardised(values, training),
  }))
  const parts = { training, windows: end - test - horizon + 1 }
  return { name: 'ETTh1', panel: panelFromSeries(series, { frequency: 'h' }), horizon, season: 24, parts }
}

/**
 * Hourly prices of four markets, and two covariates, which are forecasts published the day before, also for the next
 * day.
 */
export function electricity(folder: string): Task {
  const series = new Map<string, { values: number[]; first: number[]; second: number[] }>()
  const read = (file: string) => readCells(folder, `exogenous/electricity-short-${file}.csv.gz`).slice(1)
  const of = (id: string) => {
    const one = series.get(id) ?? { values: [], first: [], second: [] }
    series.set(id, one)
    return one
  }
  for (const [id, , value, first, second] of read('with-ex-vars')) {
    of(id).values.push(Number(value))
    of(id).first.push(Number(first))
    of(id).second.push(Number(second))
  }
  for (const [id, , first, second] of read('future-ex-vars')) {
    of(id).first.push(Number(first))
    of(id).second.push(Number(second))
  }
  const inputs = Array.from(series, ([id, { values, first, second }]) => ({
    ...{ id, start: '2016-10-22', values },
    known: { Exogenous1: first, Exogenous2: second },
  }))
  return { name: 'electricity', panel: panelFromSeries(inputs, { frequency: 'h' }), horizon: 24, season: 24 }
}
