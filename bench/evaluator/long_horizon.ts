// ETTh1, ETTm1 and exchange: all windows of the test part and all channels, in units of the standard deviation of the
// training part. The method "Repeat-last" is `naive`.

import { naive, panelFromSeries, seasonalNaive } from 'gatecast'
import { readCells, transposed } from './read.ts'
import type { Check } from './table.ts'

interface Task {
  data: string
  channels: (folder: string) => Float64Array[]
  frequency: string
  /** Rows that give the scaling, and rows of the test part. */
  rows: (length: number) => { train: number; testFrom: number; testTo: number }
  season: number
  /** Published MSE and MAE for each horizon. */
  naive: [mse: string, mae: string][]
  seasonalNaive?: [mse: string, mae: string][]
}

const horizons = [96, 192, 336, 720]

const ett = (file: string) => (folder: string) =>
  transposed(
    readCells(folder, `ett/${file}.csv.gz`)
      .slice(1)
      .map((row) => row.slice(1).map(Number)),
  )
const ettRows = (hour: number) => () => ({ train: 8640 * hour, testFrom: 11520 * hour, testTo: 14400 * hour })

const tasks: Task[] = [
  {
    data: 'ETTh1',
    channels: ett('ETTh1'),
    frequency: 'h',
    rows: ettRows(1),
    season: 24,
    naive: [
      ['1.294', '.713'],
      ['1.325', '.733'],
      ['1.330', '.746'],
      ['1.335', '.755'],
    ],
    seasonalNaive: [
      ['.512', '.433'],
      ['.581', '.469'],
      ['.650', '.501'],
      ['.655', '.514'],
    ],
  },
  {
    data: 'ETTm1',
    channels: ett('ETTm1'),
    frequency: '15min',
    rows: ettRows(4),
    season: 96,
    naive: [
      ['1.214', '.665'],
      ['1.261', '.690'],
      ['1.287', '.707'],
      ['1.322', '.729'],
    ],
    seasonalNaive: [
      ['.423', '.387'],
      ['.463', '.406'],
      ['.496', '.426'],
      ['.574', '.464'],
    ],
  },
  {
    data: 'exchange',
    channels: (folder) => transposed(readCells(folder, 'exchange/exchange_rate.txt.gz').map((row) => row.map(Number))),
    frequency: 'd',
    rows: (length) => ({
      train: Math.floor(0.7 * length),
      testFrom: length - Math.floor(0.2 * length),
      testTo: length,
    }),
    season: 7,
    naive: [
      ['.081', '.196'],
      ['.167', '.289'],
      ['.306', '.398'],
      ['.810', '.676'],
    ],
  },
]

export async function* longHorizon(folder: string): AsyncGenerator<Check> {
  for (const { data, channels, frequency, rows, season, ...published } of tasks) {
    const values = channels(folder)
    const { train, testFrom, testTo } = rows(values[0].length)
    const scaled = values.map((channel) => standardised(channel, train))
    for (const [method, make] of [
      ['naive', naive],
      ['seasonalNaive', seasonalNaive],
    ] as const)
      for (const [i, pair] of published[method]?.entries() ?? []) {
        const forecaster = make({ horizon: horizons[i], season })
        const ours = await windowed(scaled, frequency, { forecaster, season, testFrom, testTo })
        for (const [m, metric] of (['mse', 'mae'] as const).entries())
          yield {
            data: `${data} ${horizons[i]}`,
            method,
            metric: metric.toUpperCase(),
            published: pair[m],
            ours: ours[metric],
          }
      }
  }
}

/** A backtest of all windows of stride 1, in groups, because all windows together need too much memory. */
async function windowed(
  channels: Float64Array[],
  frequency: string,
  task: { forecaster: ReturnType<typeof naive>; season: number; testFrom: number; testTo: number },
): Promise<{ mse: number; mae: number }> {
  const { forecaster, season, testFrom, testTo } = task
  const { horizon } = forecaster
  const sums = { mse: 0, mae: 0 }
  const count = testTo - testFrom - horizon + 1
  for (let first = 0; first < count; first += 500) {
    const windows = Math.min(500, count - first)
    const from = testFrom + first
    const series = channels.map((values, i) => ({
      id: `${i}`,
      values: values.subarray(from - season, from + windows - 1 + horizon),
    }))
    const panel = panelFromSeries(series, { frequency })
    // Both methods have nothing to fit and read only one season of history.
    const options = { windows, step: 1, history: season, refit: 'never', quantiles: [] } as const
    const { overall } = await forecaster.backtest(panel, options)
    sums.mse += windows * overall.mse
    sums.mae += windows * overall.mae
  }
  return { mse: sums.mse / count, mae: sums.mae / count }
}

export function standardised(values: Float64Array, train: number): Float64Array {
  const known = values.subarray(0, train)
  const mean = known.reduce((sum, value) => sum + value, 0) / train
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / train)
  return values.map((value) => (value - mean) / deviation)
}
