import type { WindowInput } from '../../addon/index.ts'
import { type AnyValue, embedding, input, parameter, type Value } from '../../nn/index.ts'
import type { Masked } from './seasonal.ts'
import type { Row, Sequence, Steps } from './sequence.ts'

/** A column of categories, which are numbered from 0. */
export interface CategoryColumn {
  readonly name: string
  readonly count: number
}

/** The columns of one role of covariates, by their names in the native table. */
export interface Columns {
  readonly numeric: readonly string[]
  /** The variables of the numeric columns, in turn: how many columns each has. By default every column is a variable. */
  readonly numericVariables?: readonly { readonly name: string; readonly size: number }[]
  readonly categorical: readonly CategoryColumn[]
}

export interface Covariates {
  /** Known covariates: their values are also known for the horizon. */
  readonly known: Columns
  /** Observed covariates: their values are known up to the origin. */
  readonly observed: Columns
  /** Static covariates: one value for each series. */
  readonly static: Columns
}

/** The target values that a network learns to predict. */
export interface Wanted extends Masked {
  /** The weight of each value in the loss, if they differ. */
  readonly weight?: Sequence
}

/** How the wanted values are read. */
export interface WantedOptions {
  /** Whether the target is in the scale of the window. */
  readonly scaled: boolean
  /** Whether its values have weights. */
  readonly weighted: boolean | undefined
}

/** The name of the target's column in the native table. */
export const target = 'target'
/** The name of the column of weights, which is missing where a target does not count. */
export const weights = 'weight'
/** Columns of the place of each row in a cycle: in the common cycle, and in the cycles of all series one after another. */
export const cyclePlace = 'cycle place'
export const ownCyclePlace = 'cycle place of the series'

/**
 * The inputs of a Program, and for each its source: the part of a table that fills it for a window. Row 0 is the first
 * row that is forecast; rows of the context are negative.
 */
export class WindowInputs {
  readonly values: Record<string, AnyValue> = {}
  readonly sources: Record<string, WindowInput> = {}
  readonly #tables = new Map<string, Value<[number, number]>>()
  // The types of blocks say `batch` for the rows of a batch, also if a sample has several.
  readonly #rows: 'batch'

  /** @param together - number of series in a sample */
  constructor(together = 1) {
    this.#rows = (together === 1 ? 'batch' : `${together}*batch`) as 'batch'
  }

  /** Rows of the target and their mask. Values are in the scale of the window, or unscaled; 0 for a missing value. */
  target(name: string, rows: [from: number, to: number], steps: Steps, scaled = true): Masked {
    const [from, to] = rows
    const values = this.#add(name, input([this.#rows, steps, 1]), {
      kind: 'values',
      columns: [target],
      from,
      to,
      scaled: [scaled],
      missing: 0,
    })
    const mask = this.#add(`${name}Mask`, input([this.#rows, steps, 1]), { kind: 'mask', column: target, from, to })
    return { values, mask } as Masked
  }

  /** Rows of the target that the loss compares with, and their weights if they differ. No forecast needs these inputs. */
  wanted(rows: [from: number, to: number], steps: Steps, { scaled, weighted }: WantedOptions): Wanted {
    const masked = this.target('target', rows, steps, scaled)
    if (!weighted) return masked
    const [from, to] = rows
    const source = { kind: 'values', columns: [weights], from, to, scaled: [false], missing: 0 } as const
    return { ...masked, weight: this.#add('targetWeight', input([this.#rows, steps, 1]), source) as Sequence }
  }

  /** Rows of covariates: numbers as they are in the table, and embeddings of categories. */
  covariates(name: string, columns: Columns, rows: [from: number, to: number], steps: Steps): Sequence[] {
    const [from, to] = rows
    const parts: Sequence[] = []
    const { numeric, categorical } = columns
    if (numeric.length > 0) {
      const source = {
        kind: 'values',
        columns: numeric,
        from,
        to,
        scaled: numeric.map(() => false),
        missing: 0,
      } as const
      parts.push(this.#add(name, input([this.#rows, steps, numeric.length]), source) as Sequence)
    }
    categorical.forEach((column, i) => {
      const source = { kind: 'values', columns: [column.name], from, to, scaled: [false], missing: 0 } as const
      const ids = this.#add(`${name}Category${i}`, input([this.#rows, steps], { type: 'int32' }), source)
      parts.push(this.#embedded(ids, column) as Sequence)
    })
    return parts
  }

  /** Static covariates: numbers as they are in the table, and embeddings of categories. */
  static({ numeric, categorical }: Columns): Row[] {
    const parts: Row[] = []
    if (numeric.length > 0)
      parts.push(this.#add('static', input([this.#rows, numeric.length]), { kind: 'static', columns: numeric }))
    categorical.forEach((column, i) => {
      const source = { kind: 'static', columns: [column.name] } as const
      const ids = this.#add(`staticCategory${i}`, input([this.#rows], { type: 'int32' }), source)
      parts.push(this.#embedded(ids, column) as Row)
    })
    return parts
  }

  /** Places in a cycle, int32. */
  places(
    name: string,
    column: string,
    rows: [from: number, to: number],
    steps: number,
  ): Value<['batch', number], 'int32'> {
    const [from, to] = rows
    const source = { kind: 'values', columns: [column], from, to, scaled: [false], missing: 0 } as const
    return this.#add(name, input(['batch', steps], { type: 'int32' }), source)
  }

  /** The location and scale of the window. */
  scaling(): { location: Row; scale: Row } {
    return {
      location: this.#add('location', input([this.#rows, 1]), { kind: 'location' }),
      scale: this.#add('scale', input([this.#rows, 1]), { kind: 'scale' }),
    }
  }

  /** The scale of the window, for values that are not shifted. */
  scale(): Row {
    return this.#add('scale', input([this.#rows, 1]), { kind: 'scale' })
  }

  #add<V extends AnyValue>(name: string, value: V, source: WindowInput): V {
    this.values[name] = value
    this.sources[name] = source
    return value
  }

  // The past and the future of a column share one embedding table.
  #embedded(ids: AnyValue, { name, count }: CategoryColumn): AnyValue {
    const size = embeddingSize(count)
    const table =
      this.#tables.get(name) ??
      parameter([count, size], { initial: 'normal', scale: 0.1, name: `embedding.${this.#tables.size}` })
    this.#tables.set(name, table)
    return embedding(ids as Value<['batch'], 'int32'>, { categories: count, size, table })
  }
}

/** Size of an embedding: the rule of fastai (Howard and Gugger 2020). */
const embeddingSize = (count: number): number => Math.min(32, Math.max(1, Math.round(1.6 * count ** 0.56)))
