import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import type { Json } from '../../../base/json.ts'
import { count, entriesOf, finite, objectOf, positive } from '../../../base/options/stored.ts'
import { pacer } from '../../../base/resources/turns.ts'
import type { FitOptions } from '../../../forecast/index.ts'
import { adam, type CallOptions, type Model, type Tensor, type Tensors } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import { sortedPresent } from '../../../series/values/aggregate.ts'
import { type ErrorRun, type ErrorSource, emptyColumns, type RowErrors, setRow } from './error_source.ts'
import { pathErrors, usualSize } from './path_errors.ts'
import { autoencoder } from './reconstruct.ts'

/** The scale of a series, and the usual size of the errors of its windows in that scale. */
interface SeriesScale {
  readonly location: number
  readonly scale: number
  readonly spread: number
}

interface Config {
  readonly steps: number
  readonly seed: number
  readonly scales: readonly (readonly [string, SeriesScale])[]
}

/** The longest window that a file may name. */
const longestWindow = 1000
const checkConfig = objectOf<Config>({
  steps: count(1, longestWindow),
  seed: count(0, Number.MAX_SAFE_INTEGER),
  scales: entriesOf(objectOf<SeriesScale>({ location: finite, scale: positive, spread: finite })),
})
/** The most windows that it learns from, evenly taken. */
const mostWindows = 4000
/** Windows that are written again at a time. */
const block = 512

/** Expects of each window of values what an autoencoder writes again from a short code of it. */
export class AutoencoderSource implements ErrorSource {
  readonly kind = 'autoencoder'
  readonly path: number
  readonly #seed: number
  readonly #model: Model
  #scales: ReadonlyMap<string, SeriesScale>

  /**
   * @param steps - rows of a window
   * @param tensors - weights of a file; default first weights
   * @param scales - what a file holds of each series
   */
  constructor(steps: number, seed: number, tensors?: Tensors, scales: Config['scales'] = []) {
    this.path = steps
    this.#seed = seed
    this.#model = autoencoder(this.path, seed, tensors)
    this.#scales = new Map(scales)
  }

  static fromState(config: Json, tensors: Tensors): AutoencoderSource {
    checkConfig('the configuration of an autoencoder', config)
    const { steps, seed, scales } = config as unknown as Config
    return new AutoencoderSource(steps, seed, tensors, scales)
  }

  async fit(panel: Panel, options: FitOptions): Promise<void> {
    const scales = panel.ids.map((id, series) => [id, scaleOf(panel.history(series))] as const)
    this.#scales = new Map(scales)
    const windows = this.#windows(panel)
    if (windows.length < 2)
      throw new GatecastError(
        'ERR_DATA',
        `Expected a series with ${this.path + 2} rows or more for the windows of an autoencoder, got fewer in all of ` +
          `${panel.seriesCount}. Give more rows, or use by: "smoothing"`,
      )
    const data = { window: tensorOf(windows, this.path) }
    const { validation: _, calibrate: __, onRehearsal: ___, ...training } = options
    const epochs = Math.max(20, Math.min(200, Math.ceil(60_000 / windows.length)))
    await this.#model.fit(data, {
      ...{ epochs, batchSize: 64, optimizer: adam({ learningRate: 3e-3 }), clipNorm: 1 },
      ...training,
    })
    const written = await this.#written(windows, options)
    const errors = windows.map((window, i) => window.map((value, step) => value - written[i * this.path + step]))
    const spread = usualSize(
      errors.flatMap((own) => Array.from(own)),
      0,
    )
    this.#scales = new Map(scales.map(([id, scale]) => [id, { ...scale, spread }]))
  }

  async run(panel: Panel, options: CallOptions): Promise<ErrorRun> {
    const values = panel.history(0)
    const columns = emptyColumns(values.length)
    const scale = this.#scaleOf(panel)
    const filled = fill(values, scale)
    const pace = pacer(options.signal)
    for (let first = this.path - 1; first < values.length; first += block) {
      const rows = Array.from({ length: Math.min(block, values.length - first) }, (_, i) => first + i)
      const windows = rows.map((row) => filled.subarray(row - this.path + 1, row + 1))
      const written = await this.#written(windows, options)
      rows.forEach((row, i) => {
        const own = written.subarray(i * this.path, (i + 1) * this.path)
        setRow(columns, row, this.#compare(values.subarray(row - this.path + 1, row + 1), own, scale))
      })
      await pace()
    }
    let [lastValues, lastFilled] = [values, filled].map((all) => Array.from(all.slice(-this.path)))
    return {
      columns,
      next: async (value) => {
        const next = (value - scale.location) / scale.scale
        const before = lastFilled[lastFilled.length - 1] ?? 0
        lastValues = [...lastValues, value].slice(-this.path)
        lastFilled = [...lastFilled, Number.isNaN(next) ? before : next].slice(-this.path)
        if (lastValues.length < this.path) return unknown
        const written = await this.#written([Float64Array.from(lastFilled)], options)
        return this.#compare(Float64Array.from(lastValues), written, scale)
      },
    }
  }

  knows(id: string): boolean {
    return this.#scales.has(id)
  }

  toState(): { config: Json; tensors: Tensors } {
    const config = { steps: this.path, seed: this.#seed, scales: [...this.#scales] }
    return { config: config as unknown as Json, tensors: this.#model.parameters }
  }

  #scaleOf(panel: Panel): SeriesScale {
    return this.#scales.get(panel.ids[0]) as SeriesScale
  }

  #windows(panel: Panel): Float64Array[] {
    const places: [series: number, row: number][] = []
    panel.lengths.forEach((length, series) => {
      for (let row = this.path; row <= length; row++) places.push([series, row])
    })
    const step = Math.max(1, Math.ceil(places.length / mostWindows))
    const filled = panel.ids.map((id, series) => fill(panel.history(series), this.#scales.get(id) as SeriesScale))
    return places.filter((_, i) => i % step === 0).map(([series, row]) => filled[series].subarray(row - this.path, row))
  }

  async #written(windows: readonly Float64Array[], { threads, signal }: CallOptions): Promise<Float64Array> {
    const data = { window: tensorOf(windows, this.path) }
    const { written } = await this.#model.predict(data, defined({ threads, signal }))
    return Float64Array.from((written as Tensor).data)
  }

  #compare(values: Float64Array, written: Float64Array, { location, scale, spread }: SeriesScale): RowErrors {
    const last = this.path - 1
    if (Number.isNaN(values[last])) return { ...unknown, expected: location + scale * written[last] }
    const errorAt = (step: number) => (values[step] - location) / scale - written[step]
    const { level, shape } = pathErrors(this.path, errorAt, spread)
    return {
      expected: location + scale * written[last],
      error: scale * errorAt(last),
      width: 1,
      level: scale * level,
      shape: scale * shape,
    }
  }
}

const unknown: RowErrors = { expected: Number.NaN, error: Number.NaN, width: 1, level: Number.NaN, shape: Number.NaN }

function scaleOf(history: Float64Array): SeriesScale {
  const sorted = sortedPresent(history)
  const location = sorted[sorted.length >> 1]
  const squares = sorted.reduce((sum, value) => sum + (value - location) ** 2 / sorted.length, 0)
  return { location, scale: Math.sqrt(squares) || 1, spread: Number.POSITIVE_INFINITY }
}

/** The values in the scale of the series. A missing value repeats the one before. */
function fill(values: Float64Array, { location, scale }: SeriesScale): Float64Array {
  let before = 0
  return values.map((value) => {
    if (!Number.isNaN(value)) before = (value - location) / scale
    return before
  })
}

function tensorOf(windows: readonly Float64Array[], steps: number): Tensor {
  const data = new Float32Array(windows.length * steps)
  windows.forEach((window, i) => {
    data.set(window, i * steps)
  })
  return { shape: [windows.length, steps, 1], data }
}
