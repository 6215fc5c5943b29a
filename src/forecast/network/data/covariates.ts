// The codes of a panel's columns at `fit`: names, scales, categories. Later panels are read with these codes, so that
// the same value gives the network the same number.

import { GatecastError } from '../../../base/error.ts'
import type { Covariates } from '../../../models/index.ts'
import type { Column, StaticColumn } from '../../../series/index.ts'
import type { UsedCovariates } from '../../forecaster.ts'
import type { Design } from '../design/design.ts'

/** A place, for example `DE-BY`, and the days before and after a holiday that count as well. */
export interface StoredHolidays {
  readonly place: string
  readonly before: number
  readonly after: number
}

/** A numeric column at `fit`. */
export interface NumericCode {
  readonly kind: 'numeric'
  readonly name: string
  readonly mean: number
  readonly deviation: number
  /** Whether values were missing. Then the network has an input that marks missing values. */
  readonly gaps: boolean
  /** The place whose holidays the column holds, for a column that follows from a place. */
  readonly holidays?: StoredHolidays
}

/**
 * A categorical column at `fit`. The code of a missing value is 0, that of a category its index in `categories` plus 1.
 */
export interface CategoryCode {
  readonly kind: 'categorical'
  readonly name: string
  readonly categories: readonly string[]
  /** Whether values were missing. Absent in models of versions that did not record it. */
  readonly gaps?: boolean
}

export type Code = NumericCode | CategoryCode

export interface Codes {
  readonly known: readonly Code[]
  readonly observed: readonly Code[]
  readonly static: readonly Code[]
  /** The series that have an embedding, or `null`. */
  readonly ids: readonly string[] | null
  /** The series that have a cycle of their own, for kinds that learn cycles. */
  readonly series?: readonly string[]
}

/** The names of the columns by role. */
export function namesOf({ known, observed, static: fixed }: Codes): UsedCovariates {
  const names = (codes: readonly Code[]) => codes.map(({ name }) => name)
  const all = [...known, ...observed, ...fixed]
  const computed = names(known.filter((code) => code.kind === 'numeric' && code.holidays))
  return {
    ...(computed.length ? { computed } : {}),
    known: names(known),
    observed: names(observed),
    static: names(fixed),
    categorical: names(all.filter(({ kind }) => kind === 'categorical')),
  }
}

/** The name of a covariate's column in the native table. */
export const columnOf = (role: keyof Covariates, name: string): string => `${role} ${name}`
/** The name of the column that marks the missing values of a covariate. */
export const gapsOf = (role: keyof Covariates, name: string): string => `${role} ${name} missing`
export const idColumn = 'id'

/** The names of the covariates' columns in the native table, by role and type. */
export function covariatesOf(codes: Codes, { calendar }: Design): Covariates {
  const columns = (role: keyof Covariates) => ({
    numeric: codes[role].flatMap((code) =>
      code.kind === 'categorical' ? [] : [columnOf(role, code.name), ...(code.gaps ? [gapsOf(role, code.name)] : [])],
    ),
    numericVariables: codes[role].flatMap((code) =>
      code.kind === 'categorical' ? [] : [{ name: code.name, size: code.gaps ? 2 : 1 }],
    ),
    categorical: codes[role].flatMap((code) =>
      code.kind === 'numeric' ? [] : [{ name: columnOf(role, code.name), count: code.categories.length + 1 }],
    ),
  })
  const [known, constant] = [columns('known'), columns('static')]
  const waves = calendar.flatMap((feature) => [waveColumn(feature, 'sin'), waveColumn(feature, 'cos')])
  const ids = codes.ids ? [{ name: idColumn, count: codes.ids.length }] : []
  return {
    known: {
      ...known,
      numeric: [...known.numeric, ...waves],
      numericVariables: [...known.numericVariables, ...calendar.map((name) => ({ name, size: 2 }))],
    },
    observed: columns('observed'),
    static: { ...constant, categorical: [...constant.categorical, ...ids] },
  }
}

export const waveColumn = (feature: string, wave: 'sin' | 'cos'): string => `calendar ${feature} ${wave}`

/**
 * The column of a panel with the name of a code.
 *
 * @throws {GatecastError} `ERR_DATA` if the panel does not have it, `ERR_TYPE` if it is of the other kind
 */
export function findColumn<C extends Column | StaticColumn>(role: string, code: Code, columns: readonly C[]): C {
  const column = columns.find(({ name }) => name === code.name)
  if (column === undefined)
    throw new GatecastError(
      'ERR_DATA',
      `Expected the ${role} covariate "${code.name}" that fit has seen, got ` +
        `${columns.map(({ name }) => `"${name}"`).join(', ') || 'none'}. Add the column, or fit again without it`,
    )
  if (column.kind === code.kind) return column
  throw new GatecastError(
    'ERR_TYPE',
    `Expected the ${role} covariate "${code.name}" to be ${code.kind}, as it was in fit, got a ${column.kind} column`,
  )
}

/** The code for each category number of a panel's column; -1 for a category that `fit` did not see. */
export function translation(code: CategoryCode, column: Column): Int32Array {
  const places = new Map(code.categories.map((category, i) => [category, i + 1]))
  return Int32Array.from(column.categories ?? [], (category) => places.get(category) ?? -1)
}
