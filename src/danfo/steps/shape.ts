import { isFloat64Array } from '../../base/brand.ts'
import { checkChoice, checkNumber, checkOptions, checkWhole, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkNames } from '../../series/check_columns.ts'
import { chooseFrequency } from '../../series/regular/choose_frequency.ts'
import { type RegulariseOptions, regularise } from '../../series/regular/regularise.ts'
import { type ResampleOptions, resample } from '../../series/regular/resample.ts'
import { column, mapSeries, type Table, type Values, withColumns } from '../../series/table/table.ts'
import { type Frequency, parseFrequency } from '../../series/time/frequency.ts'
import { seasonOf } from '../../series/time/season_of.ts'
import { type FillMethod, fill, fillMethods, missingMask } from '../../series/values/fill.ts'
import { chosenColumns } from './chosen_columns.ts'
import type { Step } from './step.ts'

export const regulariseStep: Step<[options?: RegulariseOptions], { frequency: string }> = {
  // An inferred frequency is kept for new data, which may have too few rows to infer it.
  fit(table, options = {}) {
    checkOptions('regularise', options, ['align'])
    return { frequency: chooseFrequency(table, (options.align ?? 'exact') === 'exact').text }
  },
  apply(table, { frequency }, options = {}) {
    checkOptions('regularise', options, ['align'])
    return regularise({ ...table, frequency: table.frequency ?? parseFrequency(frequency) }, options)
  },
}

export const resampleStep: Step<[frequency: string | Frequency, options?: ResampleOptions]> = {
  apply(table, _, frequency, options = {}) {
    checkOptions('resample', options, ['aggregate', 'minCount'])
    return resample(table, frequency, options)
  },
}

/** Options of {@link Pipeline.markMissing}. */
export interface MarkMissingOptions {
  /** The columns to search. Default: all columns. */
  columns?: string | readonly string[]
}

export const markMissingStep: Step<[values: readonly (number | string)[], options?: MarkMissingOptions]> = {
  apply(table, _, values, options = {}) {
    checkOptions('markMissing', options, ['columns'])
    if (!Array.isArray(values))
      throw new GatecastError(
        'ERR_TYPE',
        `Expected values of markMissing as a list, for example [-200], got ${shown(values)}`,
      )
    const names = options.columns === undefined ? [...table.columns.keys()] : checkNames('columns', options.columns)
    const coded = new Set<number | string | null>(values)
    const marked = (old: Values): Values =>
      isFloat64Array(old)
        ? old.map((value) => (coded.has(value) ? Number.NaN : value))
        : old.map((value) => (coded.has(value) ? null : value))
    return withColumns(
      table,
      names.map((name) => [name, marked(column(table, name))]),
    )
  },
}

/** Options of {@link Pipeline.fill}. */
export interface FillStepOptions {
  /**
   * The columns to fill. Default: the target and the numeric covariates. Only `previous` and `next` can fill columns of
   * texts.
   */
  columns?: string | readonly string[]
  /** For `seasonal`: number of steps in a season. Default: the usual season of the frequency. */
  season?: number
  /** For `constant`: the value to fill in. Default 0. */
  value?: number
  /** The largest number of rows in a gap that is filled. Longer gaps stay. Default: no limit. */
  limit?: number
  /** Adds columns, for example `sales_missing`, with 1 where a value was missing and 0 elsewhere. Default false. */
  mask?: boolean
}

export const fillStep: Step<[method: FillMethod, options?: FillStepOptions]> = {
  apply(table, _, method, options = {}) {
    checkOptions('fill', options, ['columns', 'season', 'value', 'limit', 'mask'])
    checkChoice('method of fill', method, fillMethods)
    if (options.limit !== undefined) checkWhole('limit', options.limit, 1)
    if (options.value !== undefined) checkNumber('value', options.value)
    const season = method === 'seasonal' ? checkSeason(table, options.season) : 1
    const given = options.columns === undefined ? [] : checkNames('columns', options.columns)
    const texts = given.filter((name) => !isFloat64Array(column(table, name)))
    const names =
      options.columns === undefined ? chosenColumns(table, undefined) : given.filter((name) => !texts.includes(name))
    const filled = withColumns(table, [
      ...names.map((name) => [name, mapSeries(table, name, (v) => fill(v, method, { ...options, season }))] as const),
      ...texts.map((name) => [name, fillTexts(table, name, method, options.limit)] as const),
    ])
    if (!options.mask) return filled
    const masks = names.map((name) => [`${name}_missing`, mapSeries(table, name, missingMask)] as const)
    return withColumns(filled, masks, 'observed')
  },
}

function checkSeason(table: Table, season: number | undefined): number {
  if (season !== undefined) return checkWhole('season', season, 1)
  if (table.frequency) return seasonOf(table.frequency)
  throw new GatecastError(
    'ERR_DATA',
    "Expected a season for fill('seasonal'), or regular rows, got neither. Give { season: 7 }, or call regularise() first",
  )
}

/** Fills a column of texts: replaces them by numbers, fills the numbers, and replaces them back. */
function fillTexts(table: Table, name: string, method: FillMethod, limit?: number): (string | null)[] {
  if (!['previous', 'next', 'none'].includes(method))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected fill('previous') or fill('next') for texts in column "${name}", got '${method}'`,
    )
  const texts = column(table, name) as readonly (string | null)[]
  const labels = [...new Set(texts)]
  const codes = new Map(labels.map((label, code) => [label, label === null ? Number.NaN : code]))
  const coded = Float64Array.from(texts, (label) => codes.get(label) as number)
  const filled = mapSeries(withColumns(table, [[name, coded]]), name, (values) => fill(values, method, { limit }))
  return Array.from(filled, (code) => (Number.isNaN(code) ? null : labels[code]))
}
