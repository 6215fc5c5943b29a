// Follows series with a recursive network, which keeps its state: each observation takes one step of the native stream.

import {
  binding,
  type ProgramData,
  type Spec,
  type Table,
  type Tensor,
  type Tensors,
  type WindowInput,
  type WindowScales,
} from '../../../addon/index.ts'
import { isInt32Array } from '../../../base/brand.ts'
import { distributionOf, isScaled } from '../../../models/index.ts'
import type { ModelStream } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import { Forecast } from '../../forecast.ts'
import type { PredictOptions } from '../../forecaster.ts'
import { checkLevels, defaultLevels } from '../../quantiles.ts'
import { type Support, supportOf, withinSupport } from '../../support.ts'
import { checkFuture } from '../data/check_future.ts'
import { aroundOrigin } from '../data/cut.ts'
import { nativeTable } from '../data/native_table.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { unscaled } from '../predict/unscaled.ts'
import { stretched } from '../train/stretch.ts'
import { cuttingFor, forecastWindows } from '../train/windows.ts'
import type { Follower } from './forecast_stream.ts'

export class StepFollower implements Follower {
  readonly memory: number
  readonly horizon: number
  readonly support: Support | undefined
  readonly #fitted: Fitted
  readonly #settings: NetworkSettings
  readonly #stream: ModelStream
  /** Location and scale of each series at the start of the stream. */
  #scales: WindowScales | null = null

  constructor(fitted: Fitted, settings: NetworkSettings, memory: number, series: number) {
    this.#fitted = fitted
    this.#settings = settings
    this.memory = memory
    this.horizon = settings.horizon
    this.support = supportOf(settings)
    this.#stream = fitted.model.stream({ batch: series })
  }

  async follow(panel: Panel, options: PredictOptions): Promise<Forecast> {
    const { output } = this.#settings
    const distribution = distributionOf(output)
    const levels = checkLevels(distribution.levels(output, options.quantiles, defaultLevels))
    const before = this.#scales ? 0 : this.#fitted.design.context
    checkFuture(panel, this.#fitted.codes, this.horizon)
    this.#scales ??= await this.#scalesOf(panel)
    const scales = this.#scales
    const inputs = await this.#gather(inScale(panel, scales), before)
    let outputs: Tensors = {}
    for (let step = 0; step <= before; step++) outputs = this.#stream.step(this.#stepOf(inputs, step, scales))
    const readout = distribution.read(output, outputs, levels)
    const { mean, quantiles } = stretched(
      isScaled(distribution) ? unscaled(readout, scales) : readout,
      this.#fitted.stretch,
    )
    const readings = withinSupport({ mean, quantiles }, this.support)
    return Forecast.of(panel, { horizon: 1, quantileLevels: levels, ...readings })
  }

  dispose(): void {
    this.#stream[Symbol.dispose]()
  }

  async #scalesOf(panel: Panel): Promise<WindowScales> {
    const { table, origins } = this.#tableOf(panel)
    try {
      const cutting = { ...cuttingFor(this.#fitted, this.#settings), sources: {} }
      return await binding.windowScales(forecastWindows(cutting, table, origins))
    } finally {
      table.dispose()
    }
  }

  /**
   * The inputs of the network from `before` steps before the origin up to the origin, of a panel whose target is in the
   * scale of the stream. The native core cuts them out of a table: a Program whose outputs are its inputs runs on it.
   */
  async #gather(panel: Panel, before: number): Promise<Tensors> {
    const { sources, design, model } = this.#fitted
    const { table, origins } = this.#tableOf(panel)
    const specs = model.inputs.filter(({ name }) => !name.startsWith('target') && name !== 'scale')
    const graph = new binding.Graph(mirror(specs, before + 1))
    try {
      const own = specs.map(({ name }) => [name, stepsOf(sources[name], design.context, before)])
      const cutting = { ...cuttingFor(this.#fitted, this.#settings), sources: Object.fromEntries(own) }
      return await graph.predict(forecastWindows(cutting, table, origins), { batchSize: 256 })
    } finally {
      graph.dispose()
      table.dispose()
    }
  }

  #tableOf(panel: Panel): { table: Table; origins: Float64Array } {
    const rows = aroundOrigin(panel, this.memory, this.horizon)
    const table = nativeTable(panel, this.#fitted.codes, this.#fitted.design, rows)
    return { table, origins: panel.lengths.map((length, series) => length - rows.from[series]) }
  }

  /** One step of the gathered inputs. */
  #stepOf(inputs: Tensors, step: number, { scale }: WindowScales): Tensors {
    const one: Tensors = {}
    for (const { name, shape } of this.#fitted.model.inputs) {
      if (name.startsWith('target')) continue
      if (name === 'scale') one[name] = { shape: [scale.length, 1], data: Float32Array.from(scale) }
      else one[name] = shape[1] === 'time' ? stepAt(inputs[name], step) : inputs[name]
    }
    return one
  }
}

/** A panel whose target is in the scale of each series, computed in double precision. */
function inScale(panel: Panel, { location, scale }: WindowScales): Panel {
  const values = panel.target.values.slice()
  for (let series = 0; series < panel.seriesCount; series++)
    for (let row = panel.offsets[series]; row < panel.offsets[series + 1]; row++)
      values[row] = (values[row] - location[series]) / scale[series]
  return panel.with({ target: { ...panel.target, values } })
}

/**
 * Cuts a source of whole windows to the `before` steps before the origin and the origin, without scaling: the table holds
 * the target in the scale of the stream.
 */
function stepsOf(source: WindowInput, context: number, before: number): WindowInput {
  if (!('from' in source)) return source
  const from = source.from + context - before
  const cut = { ...source, from, to: from + before + 1 }
  return cut.kind === 'values' ? { ...cut, scaled: cut.scaled.map(() => false) } : cut
}

/** A Program whose outputs are its inputs, with `steps` time steps. */
function mirror(inputs: readonly (Spec & { name: string })[], steps: number): ProgramData {
  const ops = inputs.map(({ name, shape, type }) => ({
    kind: 'input',
    inputs: [],
    attributes: { name, shape: shape.map((dim) => (dim === 'time' ? steps : dim)), type },
  }))
  return { ops, outputs: Object.fromEntries(inputs.map(({ name }, i) => [name, i])), loss: null, metrics: {} }
}

/** One time step of an array `[series, time, ..]`. */
function stepAt({ shape: [series, steps, ...rest], data }: Tensor, step: number): Tensor {
  const width = data.length / (series * steps)
  const part = isInt32Array(data) ? new Int32Array(series * width) : new Float32Array(series * width)
  for (let s = 0; s < series; s++)
    part.set(data.subarray((s * steps + step) * width, (s * steps + step + 1) * width), s * width)
  return { shape: [series, 1, ...rest], data: part }
}
