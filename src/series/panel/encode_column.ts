import type { Values } from '../table/table.ts'
import { categoriesIn, ordinal } from '../values/encode.ts'
import type { Column } from './panel_parts.ts'

/** A column of a panel: numbers, or codes of categories. */
export function encoded(
  name: string,
  values: Values,
  given?: readonly string[],
): Pick<Column, 'name' | 'kind' | 'values' | 'categories'> {
  if (values instanceof Float64Array) return { name, kind: 'numeric', values }
  const categories = given ?? categoriesIn(values)
  return { name, kind: 'categorical', values: ordinal(name, values, categories), categories }
}
