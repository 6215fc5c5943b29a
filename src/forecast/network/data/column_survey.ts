import { defined } from '../../../base/defined.ts'
import type { Column, Panel } from '../../../series/index.ts'
import type { Code, Codes, StoredHolidays } from './covariates.ts'
import { storedHolidays } from './own_holidays.ts'

const roles = ['known', 'observed', 'static'] as const

/** Collects statistics and categories of the columns of panels, one panel after another, and makes their codes. */
export class ColumnSurvey {
  readonly #looks = { known: new Looks(), observed: new Looks(), static: new Looks() }
  readonly #ids: Set<string> | null

  readonly #embeds: boolean
  readonly #weights: string | undefined
  readonly #cycles: boolean

  /**
   * @param cycles - whether each series may have a cycle of its own
   * @param weights - name of the column of weights, which is no covariate
   */
  constructor({ embedIds }: { embedIds: boolean }, cycles: boolean, weights?: string) {
    this.#weights = weights
    this.#embeds = embedIds
    this.#cycles = cycles
    this.#ids = embedIds || cycles ? new Set() : null
  }

  add(panel: Panel): void {
    for (const role of roles)
      for (const column of panel[role].filter(({ name }) => name !== this.#weights))
        this.#looks[role].of(column).add(column, role === 'static' ? column.values : historyOf(panel, column))
    for (const id of this.#ids ? panel.ids : []) this.#ids?.add(id)
  }

  codes(): Codes {
    const { known, observed, static: constant } = this.#looks
    const all = this.#ids && [...this.#ids]
    return {
      ...{ known: known.codes(), observed: observed.codes(), static: constant.codes() },
      ids: this.#embeds ? all : null,
      ...(this.#cycles && all ? { series: all } : {}),
    }
  }
}

function* historyOf(panel: Panel, { values }: Column): Iterable<number> {
  for (let series = 0; series < panel.seriesCount; series++) {
    const end = panel.offsets[series] + panel.lengths[series]
    for (let row = panel.offsets[series]; row < end; row++) yield values[row]
  }
}

class Looks {
  readonly #looks = new Map<string, NumericLook | CategoryLook>()

  of(column: Column): NumericLook | CategoryLook {
    const { name, kind } = column
    const look = this.#looks.get(name) ?? (kind === 'categorical' ? new CategoryLook(name) : new NumericLook(column))
    this.#looks.set(name, look)
    return look
  }

  codes = (): Code[] => Array.from(this.#looks.values(), (look) => look.code())
}

class CategoryLook {
  readonly #name: string
  readonly #categories = new Set<string>()
  #gaps = false

  constructor(name: string) {
    this.#name = name
  }

  add({ categories = [] }: Column, values: Iterable<number>): void {
    for (const category of categories) this.#categories.add(category)
    for (const value of values) this.#gaps ||= Number.isNaN(value)
  }

  code = (): Code => ({
    kind: 'categorical',
    name: this.#name,
    categories: [...this.#categories],
    gaps: this.#gaps,
  })
}

class NumericLook {
  readonly #name: string
  readonly #holidays: StoredHolidays | undefined
  #all = 0
  #count = 0
  #mean = 0
  #squares = 0

  constructor(column: Column) {
    this.#name = column.name
    this.#holidays = storedHolidays(column)
  }

  add(_: Column, values: Iterable<number>): void {
    let [all, count, mean, squares] = [this.#all, this.#count, this.#mean, this.#squares]
    for (const value of values) {
      all++
      if (Number.isNaN(value)) continue
      // Welford 1962: this update does not cancel digits for values far from 0.
      const step = value - mean
      mean += step / ++count
      squares += step * (value - mean)
    }
    this.#all = all
    this.#count = count
    this.#mean = mean
    this.#squares = squares
  }

  code(): Code {
    const [name, mean] = [this.#name, this.#mean]
    const deviation = Math.sqrt(this.#squares / Math.max(1, this.#count))
    // Rounding in double precision is no variation; steps of 1 at 1e12 are.
    const varies = deviation > 1e-15 * Math.abs(mean)
    const gaps = this.#count < this.#all
    const holidays = this.#holidays
    return { kind: 'numeric', name, mean, deviation: varies ? deviation : 1, gaps, ...defined({ holidays }) }
  }
}
