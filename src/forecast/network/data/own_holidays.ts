// A network that was fitted with the holidays of a place keeps the place: a panel for `predict` need not have their column.

import type { Panel } from '../../../series/index.ts'
import { recipeColumns } from '../../../series/panel/extend_panel.ts'
import type { Column } from '../../../series/panel/panel_parts.ts'
import type { Codes, StoredHolidays } from './covariates.ts'

/** The place of a column of holidays; `undefined` for other columns, and for holidays given as dates. */
export function storedHolidays({ recipe }: Pick<Column, 'recipe'>): StoredHolidays | undefined {
  if (recipe?.kind !== 'holidays' || typeof recipe.dates !== 'string') return undefined
  const [before, after] = recipe.window
  return { place: recipe.dates, before, after }
}

/** The panel with the columns of holidays that it lacks and the network knows the place of. */
export function withOwnHolidays(panel: Panel, { known }: Codes): Panel {
  const there = new Set(panel.known.map(({ name }) => name))
  const columns = known.flatMap((code) => {
    if (code.kind === 'categorical' || !code.holidays || there.has(code.name)) return []
    const { place, before, after } = code.holidays
    return recipeColumns(panel, [[code.name, { kind: 'holidays', dates: place, window: [before, after] }]])
  })
  return columns.length === 0 ? panel : panel.with({ known: [...panel.known, ...columns] })
}
