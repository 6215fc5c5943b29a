import { isFloat64Array } from '../../base/brand.ts'
import type { Values } from '../table/table.ts'
import { categoriesIn, ordinal } from '../values/encode.ts'
import type { Column } from './panel_parts.ts'

/**
 * A column of a panel from the values of a table: numbers, or categories as their indices.
 *
 * @param known - the categories; by default those among the values
 */
export function encodeColumn(
  name: string,
  values: Values,
  known?: readonly string[],
): Pick<Column, 'name' | 'kind' | 'values' | 'categories'> {
  if (isFloat64Array(values)) return { name, kind: 'numeric', values }
  const categories = known ?? categoriesIn(values)
  return { name, kind: 'categorical', values: ordinal(name, values, categories), categories }
}
