// Warnings about data that may make a forecast wrong.

import type { Survey } from '../../files/index.ts'
import { type Panel, seasonOf } from '../../series/index.ts'
import type { CompleteJob } from '../job/job.ts'

/**
 * @param panel - a sample of the series
 * @param sample - number of steps in the sample, and how many of them have no value
 * @param horizon - `undefined` if the job has none
 */
export function warningsFor(
  { job, survey }: { job: CompleteJob; survey: Survey },
  panel: Panel,
  sample: { rows: number; missing: number },
  horizon: number | undefined,
): string[] {
  const season = seasonOf(job.frequency)
  const needed = Math.max(2 * season, horizon ?? 0)
  const short = survey.rows.reduce((count, rows) => count + (rows < needed ? 1 : 0), 0)
  const histories = panel.ids.map((_, series) => panel.history(series))
  const share = (count: number, of: number) => `${((100 * count) / of).toFixed(1)} %`
  const ids = (wanted: (history: Float64Array, series: number) => boolean) =>
    panel.ids.filter((_, series) => wanted(histories[series], series))
  const flat = ids(
    (history) => history.length > 1 && new Set(history.filter((value) => !Number.isNaN(value))).size <= 1,
  )
  const old = ids((_, series) => {
    const rows = panel.lengths[series]
    return rows > 0 && panel.times(series, rows - 1 + needed, rows + needed)[0] < survey.lastTime
  })
  const wild = ids(hasOutlier)
  const list = (problem: string, found: string[]) =>
    found.length
      ? [
          `${found.length} of ${panel.seriesCount} series ${problem}: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', ...' : ''}`,
        ]
      : []
  // Each target has values of its own size.
  const targets = panel.channels?.length ?? 1
  const repeated = Array.from({ length: targets }, (_, target) =>
    markerIn(histories.filter((_, series) => series % targets === target)),
  ).find((marker) => marker !== undefined)
  return [
    ...(short ? [`${short} of ${survey.ids.length} series have fewer than ${needed} rows`] : []),
    ...(sample.missing > 0.1 * sample.rows ? [`${share(sample.missing, sample.rows)} of the steps have no value`] : []),
    ...list('never change', flat),
    ...list(`end ${needed} steps or more before the others`, old),
    ...list('have a value far from all others', wild),
    ...(repeated === undefined
      ? []
      : [`${repeated} is far from all other values and repeated: if it means missing, use --missing ${repeated}`]),
  ]
}

/** A value more than 20 interquartile ranges from the median is a typing error or a rare event. */
function hasOutlier(history: Float64Array): boolean {
  const sorted = history.filter((value) => !Number.isNaN(value)).sort()
  if (sorted.length < 20) return false
  const quantile = (level: number) => sorted[Math.floor(level * (sorted.length - 1))]
  const range = quantile(0.75) - quantile(0.25)
  if (!(range > 0)) return false
  const far = 20 * range
  return sorted[0] < quantile(0.5) - far || sorted[sorted.length - 1] > quantile(0.5) + far
}

/**
 * A number that probably stands for a missing value, for example -200 or 9999. It occurs three times or more, and its
 * distance to the nearest other value is larger than the range of the other values.
 */
function markerIn(histories: readonly Float64Array[]): number | undefined {
  const sorted = Float64Array.from(
    histories.flatMap((history) => Array.from(history.filter((value) => !Number.isNaN(value)))),
  ).sort()
  for (const value of [sorted[0], sorted[sorted.length - 1]]) {
    const others = sorted.filter((other) => other !== value)
    const times = sorted.length - others.length
    // Zero is often far from the other values and a true value: nothing was sold.
    if (value === 0 || times < 3 || others.length < 20) continue
    const [low, high] = [others[0], others[others.length - 1]]
    if (Math.max(low - value, value - high) > Math.max(high - low, 1)) return value
  }
  return undefined
}
