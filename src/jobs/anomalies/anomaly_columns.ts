import type { WriteColumn } from '../../files/index.ts'
import { writingTo } from '../../files/write/output_formats.ts'
import type { Detection } from '../../sequences/index.ts'
import { columnType } from '../../series/time/units.ts'
import { namesInTable } from '../columns/several_targets.ts'
import type { Job } from '../job/job.ts'
import { writtenTimes } from '../parts/forecast_columns.ts'

/** Digits of numbers that a format writes as texts. */
const digits = 7

/**
 * One row for each row of each history: the names of the series, time and value as in the source, what was expected, score
 * and threshold, `anomaly`, and the check that found the row most surprising.
 *
 * @param path - the file, whose format decides whether numbers are rounded
 */
export function anomalyColumns(detection: Detection, columns: Job['columns'], path: string): WriteColumn[] {
  const { panel, threshold } = detection
  const { frequency, timeZone } = panel
  const all = panel.ids.map((id) => detection.of(id))
  const rows = panel.lengths.reduce((sum, length) => sum + length, 0)
  const asText = writingTo(path).writing.numberAsText !== null
  const rounded = (value: number) => (asText && Number.isFinite(value) ? Number(value.toPrecision(digits)) : value)
  const numbers = (name: string, of: (index: number) => Float64Array, isExact = false): WriteColumn => {
    const values = new Float64Array(rows)
    let at = 0
    for (let index = 0; index < all.length; index++) {
      const own = of(index)
      values.set(isExact ? own : own.map(rounded), at)
      at += own.length
    }
    return { name, type: 'number', values }
  }
  const repeated = (texts: readonly string[]) =>
    texts.flatMap((text, index) => new Array<string>(all[index].score.length).fill(text))
  const scores = (name: 'expected' | 'lower' | 'upper' | 'score') => numbers(name, (index) => all[index][name])
  const times = (index: number) => writtenTimes(panel.times(index, 0, panel.lengths[index]), frequency, timeZone)
  return [
    ...namesInTable(panel.ids, columns).map(
      ([name, values]): WriteColumn => ({ name, type: 'text', values: repeated(values) }),
    ),
    { ...numbers([columns.time].flat()[0], times, true), type: columnType(frequency.unit) } as WriteColumn,
    numbers(panel.target.name, (index) => panel.history(index), true),
    ...[scores('expected'), scores('lower'), scores('upper'), scores('score')],
    { name: 'threshold', type: 'number', values: new Float64Array(rows).fill(rounded(threshold)) },
    { name: 'anomaly', type: 'flag', values: Uint8Array.from(all.flatMap(({ anomaly }) => Array.from(anomaly))) },
    { name: 'check', type: 'text', values: all.flatMap(({ check }) => check) },
  ]
}
