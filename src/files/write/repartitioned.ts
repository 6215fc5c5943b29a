import { checkReading, plannedColumn } from '../plan/plan_query.ts'
import { wideSeriesName, wideTargetName } from '../plan/unpivot_wide.ts'
import type { Reading } from '../reading.ts'

/**
 * How to read the files of {@link Tables.repartition}. These files are in the long layout, and hold the future rows as
 * well.
 *
 * @param reading - how the source was read
 * @returns the reading for the files
 * @throws {GatecastError} `ERR_RANGE`, `ERR_DATA` naming the option
 * @example
 * const [source] = await tables.repartition({ path: 'sales.csv' }, reading, [{ from: 'a', to: 'z' }], 'parts')
 * const panel = await tables.readPanel(source, repartitioned(reading))
 */
export function repartitioned(reading: Reading): Reading {
  checkReading('repartitioned', reading)
  const { future, layout, ...given } = reading
  const rest = future ? { ...given, planned: plannedColumn } : given
  if (layout !== 'wide') return rest
  return { ...rest, series: wideSeriesName(reading), target: wideTargetName(reading) }
}
