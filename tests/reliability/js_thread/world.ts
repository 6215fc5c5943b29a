// The data of the measured calls: a million rows in one series, in a thousand, and in a hundred thousand.

import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backtest, Danfo, DataFrame, Forecast, Hierarchy, Panel } from 'gatecast'
import type { Library } from './library.ts'

export const shapes = { one: [1, 1_000_000], thousand: [1000, 1000], many: [100_000, 10] } as const
export type Shape = keyof typeof shapes

const minute = 60_000
export const horizon = 4

/** The roles of the columns, in memory and in files. */
export const reading = { series: 'series', time: 'time', target: 'y', known: ['price'], frequency: '1min' } as const

/** Makes each kind of data once, when a call first needs it. */
export class World {
  readonly library: Library
  readonly series: number
  readonly rows: number
  readonly #made = new Map<string, unknown>()
  #folder: string | undefined

  constructor(library: Library, shape: Shape | readonly [series: number, rows: number]) {
    this.library = library
    const [series, rows] = typeof shape === 'string' ? shapes[shape] : shape
    this.series = series
    this.rows = rows
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make())
    return this.#made.get(name) as T
  }

  /** Makes the data that calls read without a preparation of their own: making it is no part of the call. */
  make(): this {
    void [this.panel, this.withPrice, this.small, this.columns, this.frame]
    return this
  }

  get columns(): Record<string, ArrayLike<unknown>> {
    return this.#once('columns', () => {
      const count = this.series * this.rows
      const start = Date.UTC(2024, 0, 1)
      return {
        series: Array.from({ length: count }, (_, row) => `s${Math.floor(row / this.rows)}`),
        time: Array.from({ length: count }, (_, row) =>
          new Date(start + (row % this.rows) * minute).toISOString().slice(0, 16),
        ),
        y: Float64Array.from({ length: count }, (_, row) => 50 + 10 * Math.sin(row / 4) + ((row * 7919) % 13)),
        price: Float64Array.from({ length: count }, (_, row) => 5 + ((row * 31) % 7)),
      }
    })
  }

  get objects(): Record<string, unknown>[] {
    return this.#once('objects', () => {
      const { series, time, y, price } = this.columns
      return Array.from(y, (value, row) => ({ series: series[row], time: time[row], y: value, price: price[row] }))
    })
  }

  get given(): { id: string; start: string; values: Float64Array; known: Record<string, Float64Array> }[] {
    return this.#once('given', () => {
      const { y, price } = this.columns as Record<string, Float64Array>
      return Array.from({ length: this.series }, (_, one) => {
        const [from, to] = [one * this.rows, (one + 1) * this.rows]
        return {
          id: `s${one}`,
          start: '2024-01-01',
          values: y.subarray(from, to),
          known: { price: price.subarray(from, to) },
        }
      })
    })
  }

  get panel(): Panel {
    return this.#once('panel', () =>
      this.library.gatecast.panelFromSeries(
        this.given.map(({ known: _, ...one }) => one),
        { frequency: '1min' },
      ),
    )
  }

  get withPrice(): Panel {
    return this.#once('withPrice', () =>
      this.library.gatecast.panelFromSeries(this.given, { frequency: '1min' }).cut(() => this.rows - horizon),
    )
  }

  /** Few and short series, on which a network learns before it is asked about many. */
  get small(): Panel {
    return this.#once('small', () =>
      this.library.gatecast.panelFromSeries(
        Array.from({ length: 4 }, (_, s) => ({
          id: `s${s}`,
          start: '2024-01-01',
          values: Array.from({ length: 120 }, (_, row) => 50 + 10 * Math.sin(row / 4) + ((row * 7919) % 13)),
        })),
        { frequency: '1min' },
      ),
    )
  }

  get danfo(): Danfo {
    return this.#once('danfo', () => createRequire(import.meta.url)('danfojs-node'))
  }

  get frame(): DataFrame {
    return this.#once('frame', () => this.library.gatecast.dataFrame(this.columns, this.danfo))
  }

  get forecast(): Promise<Forecast> {
    return this.#once('forecast', () => this.library.gatecast.naive({ horizon }).predict(this.panel, { fitted: true }))
  }

  /** A forecast of a million numbers. */
  get longForecast(): Promise<Forecast> {
    return this.#once('longForecast', () =>
      this.library.gatecast.naive({ horizon: 1_000_000 / this.series }).predict(this.panel),
    )
  }

  get backtest(): Promise<Backtest> {
    return this.#once('backtest', () => this.library.gatecast.naive({ horizon }).backtest(this.panel, { windows: 2 }))
  }

  get sums(): { hierarchy: Hierarchy; panel: Panel } {
    return this.#once('sums', () => {
      const { gatecast } = this.library
      const ids = this.panel.ids.map((id, i) => `g${i % 10}/${id}`)
      const named = this.panel.with({ ids, names: { series: 'g/s', time: 'time' } })
      const hierarchy = gatecast.hierarchy(named, { columns: ['g', 's'] })
      return { hierarchy, panel: named }
    })
  }

  async path(name: string): Promise<string> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'gatecast-hold-'))
    return join(this.#folder, name)
  }

  /** The rows as a file: `table.csv` or `table.parquet`. */
  file(ending: 'csv' | 'parquet'): Promise<string> {
    return this.#once(ending, async () => {
      const path = await this.path(`table.${ending}`)
      const { series, time, y, price } = this.columns
      await this.library.files.writeTable(path, [
        { name: 'series', type: 'text', values: series as string[] },
        { name: 'time', type: 'text', values: time as string[] },
        { name: 'y', type: 'number', values: y as Float64Array },
        { name: 'price', type: 'number', values: price as Float64Array },
      ] as never)
      return path
    })
  }

  async close(): Promise<void> {
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true })
  }
}
