// M4, M3 and NN5: one forecast of each series from the end of its training part.

import { type Panel, panelFromSeries } from 'gatecast'
import { m3 as groupsOfM3 } from '../evaluator/competitions.ts'
import { readCells } from '../evaluator/read.ts'
import type { DataSet } from './set.ts'

interface Competition {
  name: string
  horizon: number
  season: number
  panel: (folder: string) => Panel
}

/** 414 hourly or 359 weekly series, without dates. Makridakis, Spiliotis, Assimakopoulos 2020. */
function m4(name: 'Hourly' | 'Weekly'): Competition {
  const [season, horizon, frequency] = name === 'Hourly' ? [24, 48, 'h'] : [1, 13, 'W']
  const panel = (folder: string) => {
    const rows = (part: string) => {
      const [, ...lines] = readCells(folder, `m4/${name}-${part}.csv.gz`)
      return lines.map(([id, ...cells]) => ({ id, values: cells.filter((cell) => /\d/.test(cell)).map(Number) }))
    }
    const test = rows('test')
    const series = rows('train').map(({ id, values }, i) => ({
      id,
      values: [...values, ...test[i].values.slice(0, horizon)],
    }))
    return panelFromSeries(series, { frequency })
  }
  return { name: `M4 ${name}`, horizon, season, panel }
}

/** The groups of M3 by the order in which `m3` gives them. Makridakis and Hibon 2000. */
const m3: readonly Competition[] = [
  { name: 'M3 Yearly', horizon: 6, season: 1 },
  { name: 'M3 Quarterly', horizon: 8, season: 4 },
  { name: 'M3 Monthly', horizon: 18, season: 12 },
  { name: 'M3 Other', horizon: 8, season: 1 },
].map((group, i) => ({
  ...group,
  panel: (folder) => {
    const { frequency, series } = groupsOfM3(folder)[i]
    return panelFromSeries(series, { frequency })
  },
}))

/** 111 daily series of cash machines with gaps. All end on the same day. */
const nn5: Competition = {
  ...{ name: 'NN5', horizon: 56, season: 7 },
  panel: (folder) => {
    const series = new Map<string, number[]>()
    for (const [id, , , , value] of readCells(folder, 'competitions/nn5.csv.gz').slice(1)) {
      const values = series.get(id) ?? []
      series.set(id, [...values, /\d/.test(value) ? Number(value) : Number.NaN])
    }
    return panelFromSeries(
      Array.from(series, ([id, values]) => ({ id, start: '1996-03-18', values })),
      { frequency: '1d' },
    )
  },
}

const competitions: readonly Competition[] = [m4('Hourly'), m4('Weekly'), ...m3, nn5]

export const competitionSets: readonly DataSet[] = competitions.map(({ name, horizon, season, panel: read }) => ({
  name,
  horizons: [horizon],
  load(folder, _, on) {
    const whole = read(folder)
    // Series that are too short for a horizon before the test keep two rows, and are scored there.
    const panel = on === 'test' ? whole : whole.cut((series) => Math.max(horizon + 2, whole.lengths[series] - horizon))
    return { panel, horizon, season, known: (series) => panel.lengths[series] - horizon, windows: 1 }
  },
}))
