import type { Reading } from '../source.ts'

/**
 * How the files of {@link Tables.repartition} are read: they hold the future as well, and are long.
 *
 * @param reading - how the source was read before
 * @example
 * const [source] = await tables.repartition({ path: 'sales.csv' }, reading, [{ from: 'a', to: 'z' }], 'parts')
 * const panel = await tables.readPanel(source, repartitioned(reading))
 */
export function repartitioned(reading: Reading): Reading {
  const { future: _, layout, ...rest } = reading
  if (layout !== 'wide') return rest
  return { ...rest, series: typeof rest.series === 'string' ? rest.series : 'series', target: rest.target ?? 'value' }
}
