// Series to draw from: values, frequency and the horizon that suits it. No pool is larger than what `draw.ts` needs.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { m3 } from '../evaluator/competitions.ts'
import { readCells, transposed } from '../evaluator/read.ts'

/** Series of one source. All of them have the same frequency. */
export interface Pool {
  name: string
  frequency: string
  start: string
  horizon: number
  series: () => number[][]
}

const numberOf = (cell: string): number => (/\d/.test(cell) ? Number(cell) : Number.NaN)

/** The columns of a table whose first row has names. */
const columns = (folder: string, file: string, names: readonly string[]): number[][] => {
  const [head, ...rows] = readCells(folder, file)
  return names.map((name) => rows.map((row) => numberOf(row[head.indexOf(name)])))
}

/** The values of each series of a long table: a key and a value for each row. */
function long(folder: string, file: string, key: (row: string[]) => string, value: number): number[][] {
  const series = new Map<string, number[]>()
  for (const row of readCells(folder, file).slice(1)) {
    const own = series.get(key(row))
    const cell = numberOf(row.at(value) as string)
    if (own) own.push(cell)
    else series.set(key(row), [cell])
  }
  return [...series.values()]
}

const m4 = (folder: string, name: string): number[][] =>
  readCells(folder, `m4/${name}-train.csv.gz`)
    .slice(1)
    .map(([, ...cells]) => cells.filter((cell) => /\d/.test(cell)).map(Number))

const ett = (folder: string, name: string): number[][] =>
  transposed(
    readCells(folder, `ett/${name}.csv.gz`)
      .slice(1)
      .map((row) => row.slice(1).map(Number)),
  ).map((values) => Array.from(values))

/** Monthly, quarterly and yearly series of R, by the step between their first two times. */
function classic(folder: string, steps: number): number[][] {
  return readdirSync(join(folder, 'classic'))
    .filter((file) => file.endsWith('.csv'))
    .sort()
    .flatMap((file) => {
      const rows = readFileSync(join(folder, 'classic', file), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map(numberOf))
      const [first, second] = rows
      const isTime = rows[0].length >= 2 && Math.abs((second[0] - first[0]) * steps - 1) < 0.01
      return isTime
        ? transposed(rows)
            .slice(1)
            .map((values) => Array.from(values))
        : []
    })
    .filter((values) => new Set(values).size > 20)
}

/** The pools of a folder of data. */
export function poolsOf(folder: string): Pool[] {
  const groups = m3(folder)
  const of = (name: string, frequency: string, start: string, horizon: number, series: () => number[][]): Pool => {
    let kept: number[][] | undefined
    return { name, frequency, start, horizon, series: () => (kept ??= series()) }
  }
  const values = (i: number) => () => groups[i].series.map((one) => one.values)
  if (!existsSync(join(folder, 'm4'))) throw new Error(`Expected a folder with m4, competitions and ett, got ${folder}`)
  return [
    of('M3 Yearly', 'YS', '1960-01-01', 6, values(0)),
    of('M3 Quarterly', 'QS', '1980-01-01', 8, values(1)),
    of('M3 Monthly', 'MS', '1980-01-01', 18, values(2)),
    of('M4 Hourly', 'h', '2020-01-01', 48, () => m4(folder, 'Hourly')),
    of('M4 Weekly', 'W', '2000-01-02', 13, () => m4(folder, 'Weekly')),
    of('NN5', 'd', '1996-03-18', 28, () => long(folder, 'competitions/nn5.csv.gz', ([id]) => id, 4)),
    of('ETTh1', 'h', '2016-07-01', 24, () => ett(folder, 'ETTh1')),
    of('ETTm1', '15min', '2016-07-01', 96, () => ett(folder, 'ETTm1')),
    of('classic monthly', 'MS', '1900-01-01', 12, () => classic(folder, 12)),
    of('classic quarterly', 'QS', '1900-01-01', 8, () => classic(folder, 4)),
    of('classic yearly', 'YS', '1700-01-01', 6, () => classic(folder, 1)),
    of('bike', 'h', '2011-01-01', 24, () => columns(folder, 'messy/bikesharing_hour.csv.gz', ['cnt', 'temp'])),
    of('air', 'h', '2004-03-10', 24, () =>
      columns(folder, 'messy/AirQualityUCI.csv.gz', ['CO(GT)', 'C6H6(GT)', 'NO2(GT)', 'T', 'RH', 'AH']).map((all) =>
        all.map((value) => (value === -200 ? Number.NaN : value)),
      ),
    ),
    of('electricity', 'h', '2016-10-22', 24, () =>
      long(folder, 'exogenous/electricity-short-with-ex-vars.csv.gz', ([id]) => id, 2),
    ),
    of('tourism', 'QS', '1998-01-01', 8, () =>
      // One region has a comma in its name, so the value is counted from the end.
      long(folder, 'exogenous/tourism.csv.gz', ([, ...key]) => key.slice(0, -1).join('/'), -1),
    ),
  ]
}
