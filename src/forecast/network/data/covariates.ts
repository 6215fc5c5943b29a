// What a network has learned about the columns of a panel: which there were, their scale, their categories. Columns of
// later panels are read by it, so that the same value means the same again.

import { GatecastError } from '../../../base/error.ts'
import type { Covariates } from '../../../models/index.ts'
import type { Column, StaticColumn } from '../../../series/index.ts'
import type { Design } from '../design/design.ts'

/** A numeric column as it was at `fit`. */
export interface NumericCode {
  readonly kind: 'numeric'
  readonly name: string
  readonly mean: number
  readonly deviation: number
  /** Whether values were missing: then the network is told where. */
  readonly gaps: boolean
}

/** A categorical column as it was at `fit`. Its codes are 0 for missing, and from 1 on the place in `categories`. */
export interface CategoryCode {
  readonly kind: 'categorical'
  readonly name: string
  readonly categories: readonly string[]
}

export type Code = NumericCode | CategoryCode

export interface Codes {
  readonly known: readonly Code[]
  readonly observed: readonly Code[]
  readonly static: readonly Code[]
  /** The series that have an embedding, or `null`. */
  readonly ids: readonly string[] | null
}

/** Names of the columns of the table that a covariate becomes. */
export const columnOf = (role: keyof Covariates, name: string): string => `${role} ${name}`
export const gapsOf = (role: keyof Covariates, name: string): string => `${role} ${name} missing`
export const idColumn = 'id'

/** The covariates as the network sees them. */
export function covariatesOf(codes: Codes, { calendar }: Design): Covariates {
  const columns = (role: keyof Covariates) => ({
    numeric: codes[role].flatMap((code) =>
      code.kind === 'categorical' ? [] : [columnOf(role, code.name), ...(code.gaps ? [gapsOf(role, code.name)] : [])],
    ),
    categorical: codes[role].flatMap((code) =>
      code.kind === 'numeric' ? [] : [{ name: columnOf(role, code.name), count: code.categories.length + 1 }],
    ),
  })
  const [known, constant] = [columns('known'), columns('static')]
  const waves = calendar.flatMap((feature) => [waveColumn(feature, 'sin'), waveColumn(feature, 'cos')])
  const ids = codes.ids ? [{ name: idColumn, count: codes.ids.length }] : []
  return {
    known: { ...known, numeric: [...known.numeric, ...waves] },
    observed: columns('observed'),
    static: { ...constant, categorical: [...constant.categorical, ...ids] },
  }
}

export const waveColumn = (feature: string, wave: 'sin' | 'cos'): string => `calendar ${feature} ${wave}`

/** The column of a panel that a code was made of. */
export function findColumn<C extends Column | StaticColumn>(role: string, code: Code, columns: readonly C[]): C {
  const column = columns.find(({ name }) => name === code.name)
  if (column === undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the ${role} covariate "${code.name}", which the forecaster was fitted with, got ` +
        `${columns.map(({ name }) => `"${name}"`).join(', ') || 'none'}`,
    )
  if (column.kind === code.kind) return column
  throw new GatecastError(
    'ERR_TYPE',
    `Expected the ${role} covariate "${code.name}" to be ${code.kind}, as at fit, got a ${column.kind} column`,
  )
}

/** Codes of a panel's own category numbers; -1 for those that were not there at `fit`. */
export function translation(code: CategoryCode, column: Column): Int32Array {
  const places = new Map(code.categories.map((category, i) => [category, i + 1]))
  return Int32Array.from(column.categories ?? [], (category) => places.get(category) ?? -1)
}
