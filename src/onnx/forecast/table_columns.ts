// The columns that a network reads, and how each follows from what a caller has.

import { columnOf, gapsOf, idColumn, waveColumn } from '../../forecast/network/data/covariates.ts'
import type { StoredFitted } from '../../forecast/network/design/fitted.ts'
import { cyclePlace, ownCyclePlace } from '../../models/blocks/window_inputs.ts'
import { featureRange } from '../../series/calendar/calendar_features.ts'
import type { OnnxColumn } from '../description.ts'

/** A column of a network, made of a column of the caller. */
export interface TableColumn {
  readonly raw: OnnxColumn
  readonly mean: number
  readonly deviation: number
  /** Whether it marks the missing values of the other column. */
  readonly isGap: boolean
}

const asItIs = (raw: OnnxColumn): TableColumn => ({ raw, mean: 0, deviation: 1, isGap: false })

/** All columns by their names in the table of windows. */
export function tableColumns({ codes, design }: Pick<StoredFitted, 'codes' | 'design'>): Map<string, TableColumn> {
  const columns = new Map<string, TableColumn>()
  for (const role of ['known', 'observed', 'static'] as const)
    for (const code of codes[role]) {
      const covariate = code.name
      if (code.kind === 'categorical') {
        columns.set(columnOf(role, covariate), asItIs({ covariate, categories: code.categories }))
        continue
      }
      const { mean, deviation } = code
      columns.set(columnOf(role, covariate), { raw: { covariate }, mean, deviation, isGap: false })
      columns.set(gapsOf(role, covariate), { raw: { covariate }, mean, deviation, isGap: true })
    }
  for (const calendar of design.calendar)
    for (const wave of ['sin', 'cos'] as const) {
      const range = featureRange(calendar)
      columns.set(waveColumn(calendar, wave), asItIs({ calendar, wave, low: range[0], count: range.length }))
    }
  if (codes.ids) columns.set(idColumn, asItIs({ series: codes.ids }))
  if (design.cycle) {
    const { length: cycle } = design.cycle
    columns.set(cyclePlace, asItIs({ cycle }))
    columns.set(ownCyclePlace, asItIs({ cycle, series: codes.series ?? [] }))
  }
  return columns
}
