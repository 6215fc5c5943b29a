import type { Reading } from './source.ts'

/** How the files of {@link Tables.repartition} are read: they hold the future as well, and are long. */
export function repartitioned(reading: Reading): Reading {
  const { future: _, layout, ...rest } = reading
  if (layout !== 'wide') return rest
  return { ...rest, series: typeof rest.series === 'string' ? rest.series : 'series', target: rest.target ?? 'value' }
}
