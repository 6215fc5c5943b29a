// The series that are compared: every n-th of M3, and the classic monthly series of the package.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface ReferenceSeries {
  readonly id: string
  /** The group in the table, for example `M3 monthly`. */
  readonly group: string
  readonly season: number
  readonly horizon: number
  readonly values: readonly number[]
  /** The values after the history. */
  readonly future: readonly number[]
}

/** A series of M3 in its file: each field is a list. */
interface Stored {
  readonly period: readonly [string]
  readonly h: readonly [number]
  readonly x: readonly number[]
  readonly xx: readonly number[]
}

const seasons: Readonly<Record<string, number>> = { YEARLY: 1, QUARTERLY: 4, MONTHLY: 12, OTHER: 1 }

export function m3(folder: string, every: number): ReferenceSeries[] {
  const text = gunzipSync(readFileSync(join(folder, 'competitions/m3.json.gz'))).toString()
  return Object.entries(JSON.parse(text) as Record<string, Stored>)
    .filter((_, i) => i % every === 0)
    .map(
      ([
        id,
        {
          period: [period],
          h: [horizon],
          x,
          xx,
        },
      ]) => ({
        id: `M3 ${id}`,
        group: `M3 ${period.toLowerCase()}`,
        season: seasons[period],
        horizon,
        values: x,
        future: xx,
      }),
    )
}

/** The series of `datasets/monthly.csv`, the last year held back. */
export function classic(): ReferenceSeries[] {
  const [, ...lines] = readFileSync('datasets/monthly.csv', 'utf8').trim().split('\n')
  const series = new Map<string, number[]>()
  for (const line of lines) {
    const [id, , value] = line.split(',')
    series.set(id, [...(series.get(id) ?? []), Number(value)])
  }
  return Array.from(series, ([id, values]) => ({
    id,
    group: 'classic',
    season: 12,
    horizon: 12,
    values: values.slice(0, -12),
    future: values.slice(-12),
  }))
}
