import type { WindowInput } from '../../addon/index.ts'
import { type AnyValue, embedding, input, parameter, type Value } from '../../nn/index.ts'
import type { Masked } from './seasonal.ts'
import type { Row, Sequence, Steps } from './sequence.ts'

/** A column of categories, which are numbered from 0. */
export interface CategoryColumn {
  readonly name: string
  readonly count: number
}

/** Columns of one kind of covariate, by their names in the table. */
export interface Columns {
  readonly numeric: readonly string[]
  readonly categorical: readonly CategoryColumn[]
}

export interface Covariates {
  /** Known in the future as well. */
  readonly known: Columns
  /** Known up to the origin. */
  readonly observed: Columns
  /** One value per series. */
  readonly static: Columns
}

/** Name of the target's column. */
export const target = 'target'

/**
 * The inputs of a Program, each with what fills it when a window is cut out of a table. Rows are counted from the first
 * one that is forecast.
 */
export class WindowInputs {
  readonly values: Record<string, AnyValue> = {}
  readonly sources: Record<string, WindowInput> = {}
  readonly #tables = new Map<string, Value<[number, number]>>()

  /** Rows of the target in the scale of the window (or as they are), 0 where missing, and their mask. */
  target(name: string, rows: [from: number, to: number], steps: Steps, scaled = true): Masked {
    const [from, to] = rows
    const values = this.#add(name, input(['batch', steps, 1]), {
      kind: 'values',
      columns: [target],
      from,
      to,
      scaled: [scaled],
      missing: 0,
    })
    const mask = this.#add(`${name}Mask`, input(['batch', steps, 1]), { kind: 'mask', column: target, from, to })
    return { values, mask } as Masked
  }

  /** Rows of covariates: numbers as they are in the table, categories by their embeddings. */
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
      parts.push(this.#add(name, input(['batch', steps, numeric.length]), source) as Sequence)
    }
    categorical.forEach((column, i) => {
      const source = { kind: 'values', columns: [column.name], from, to, scaled: [false], missing: 0 } as const
      const ids = this.#add(`${name}Category${i}`, input(['batch', steps], { type: 'int32' }), source)
      parts.push(this.#embedded(ids, column) as Sequence)
    })
    return parts
  }

  /** Static covariates, categories by their embeddings. */
  static({ numeric, categorical }: Columns): Row[] {
    const parts: Row[] = []
    if (numeric.length > 0)
      parts.push(this.#add('static', input(['batch', numeric.length]), { kind: 'static', columns: numeric }))
    categorical.forEach((column, i) => {
      const source = { kind: 'static', columns: [column.name] } as const
      const ids = this.#add(`staticCategory${i}`, input(['batch'], { type: 'int32' }), source)
      parts.push(this.#embedded(ids, column) as Row)
    })
    return parts
  }

  /** What the window was shifted and scaled by. */
  scaling(): { location: Row; scale: Row } {
    return {
      location: this.#add('location', input(['batch', 1]), { kind: 'location' }),
      scale: this.#add('scale', input(['batch', 1]), { kind: 'scale' }),
    }
  }

  /** The scale alone, for what is not shifted. */
  scale(): Row {
    return this.#add('scale', input(['batch', 1]), { kind: 'scale' })
  }

  #add<V extends AnyValue>(name: string, value: V, source: WindowInput): V {
    this.values[name] = value
    this.sources[name] = source
    return value
  }

  // One table for the past and the future of a column.
  #embedded(ids: AnyValue, { name, count }: CategoryColumn): AnyValue {
    const size = embeddingSize(count)
    const table =
      this.#tables.get(name) ??
      parameter([count, size], { initial: 'normal', scale: 0.1, name: `embedding.${this.#tables.size}` })
    this.#tables.set(name, table)
    return embedding(ids as Value<['batch'], 'int32'>, { categories: count, size, table })
  }
}

/** A rule of thumb of fastai (Howard and Gugger 2020). */
const embeddingSize = (count: number): number => Math.min(32, Math.max(1, Math.round(1.6 * count ** 0.56)))
