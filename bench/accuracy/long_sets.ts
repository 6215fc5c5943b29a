// ETTh1, ETTm1 and exchange rates: every window of the test part, all channels, in standard deviations of the training
// part. Zhou et al. 2021; Lai et al. 2018.

import { panelFromSeries } from 'gatecast'
import { standardised } from '../evaluator/long_horizon.ts'
import { readCells, transposed } from '../evaluator/read.ts'
import type { Case, DataSet } from './set.ts'

interface LongSet {
  name: string
  frequency: string
  season: number
  start: string
  channels: (folder: string) => Float64Array[]
  /** Ends of the parts for training, validation and test. */
  ends: (rows: number) => readonly [training: number, validation: number, test: number]
}

const ett = (name: string, frequency: string, hour: number): LongSet => ({
  ...{ name, frequency, season: 24 * hour, start: '2016-07-01' },
  channels: (folder) =>
    transposed(
      readCells(folder, `ett/${name}.csv.gz`)
        .slice(1)
        .map((row) => row.slice(1).map(Number)),
    ),
  ends: () => [8640 * hour, 11520 * hour, 14400 * hour],
})

const long: readonly LongSet[] = [
  ett('ETTh1', 'h', 1),
  ett('ETTm1', '15min', 4),
  {
    ...{ name: 'exchange', frequency: 'd', season: 7, start: '1990-01-01' },
    channels: (folder) => transposed(readCells(folder, 'exchange/exchange_rate.txt.gz').map((row) => row.map(Number))),
    ends: (rows) => [Math.floor(0.7 * rows), rows - Math.floor(0.2 * rows), rows],
  },
]

function caseOf(set: LongSet, folder: string, horizon: number, on: 'test' | 'validation'): Case {
  const channels = set.channels(folder)
  const [training, validation, test] = set.ends(channels[0].length)
  const [known, end] = on === 'test' ? [validation, test] : [training, validation]
  const { frequency, season, start } = set
  const series = channels.map((values, i) => ({
    id: `channel ${i}`,
    start,
    values: standardised(values, training).subarray(0, end),
  }))
  return {
    ...{ panel: panelFromSeries(series, { frequency }), horizon, season, known: () => known },
    ...(on === 'test' ? { validation: (validation - training) / validation } : {}),
    windows: end - known - horizon + 1,
  }
}

export const longSets: readonly DataSet[] = long.map((set) => ({
  name: set.name,
  horizons: [96, 192, 336, 720],
  load: (folder, horizon, on) => caseOf(set, folder, horizon, on),
}))
