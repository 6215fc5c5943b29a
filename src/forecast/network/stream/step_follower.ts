// Follows series with a recursive network, which keeps its state: each observation takes one step of the native stream.

import {
  binding,
  type ProgramData,
  type Spec,
  type Tensor,
  type Tensors,
  type WindowInput,
} from '../../../addon/index.ts'
import { distributionOf } from '../../../models/index.ts'
import type { ModelStream } from '../../../nn/index.ts'
import type { Panel } from '../../../series/index.ts'
import { Forecast } from '../../forecast.ts'
import type { PredictOptions } from '../../forecaster.ts'
import { checkLevels, defaultLevels } from '../../quantiles.ts'
import { checkFuture } from '../data/check_future.ts'
import { aroundOrigin } from '../data/cut.ts'
import { nativeTable } from '../data/native_table.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { stretched } from '../train/rehearsal.ts'
import { forecastWindows } from '../train/windows.ts'
import type { Follower } from './forecast_stream.ts'

/** Location and scale of each series at the start of the stream. */
interface Scales {
  location: Tensor['data']
  scale: Tensor['data']
}

export class StepFollower implements Follower {
  readonly memory: number
  readonly horizon: number
  readonly #fitted: Fitted
  readonly #settings: NetworkSettings
  readonly #stream: ModelStream
  #scales: Scales | null = null

  constructor(fitted: Fitted, settings: NetworkSettings, memory: number, series: number) {
    this.#fitted = fitted
    this.#settings = settings
    this.memory = memory
    this.horizon = settings.horizon
    this.#stream = fitted.model.stream({ batch: series })
  }

  async follow(panel: Panel, options: PredictOptions): Promise<Forecast> {
    const { output } = this.#settings
    const distribution = distributionOf(output)
    const levels = checkLevels(distribution.levels(output, options.quantiles, defaultLevels))
    const before = this.#scales ? 0 : this.#fitted.design.context
    const { inputs, scales } = await this.#gather(panel, before)
    this.#scales ??= scales
    const fixed = this.#scales
    let outputs: Tensors = {}
    for (let step = 0; step <= before; step++) outputs = this.#stream.step(this.#stepOf(inputs, step, fixed))
    const readout = distribution.read(output, this.#inUnits(outputs, fixed), levels)
    const { mean, quantiles } = stretched(readout, this.#fitted.stretch)
    return Forecast.of(panel, { horizon: 1, mean, quantileLevels: levels, quantiles })
  }

  dispose(): void {
    this.#stream[Symbol.dispose]()
  }

  /**
   * The inputs of the network from `before` steps before the origin up to the origin, with the target unscaled, and the
   * scales of the windows. The native core cuts them out of a table: a Program whose outputs are its inputs runs on it.
   */
  async #gather(panel: Panel, before: number): Promise<{ inputs: Tensors; scales: Scales }> {
    const { sources, codes, design, model } = this.#fitted
    const { horizon, scaling } = this.#settings
    const rows = aroundOrigin(panel, this.memory, horizon)
    checkFuture(panel, codes, horizon)
    const table = nativeTable(panel, codes, design.calendar, rows)
    const specs = model.inputs.filter(({ name }) => !name.startsWith('target') && name !== 'scale')
    const graph = new binding.Graph(mirror([...specs, perWindow('location'), perWindow('scale')], before + 1))
    try {
      const cut = Object.entries(sources).map(([name, source]) => [name, stepsOf(source, design.context, before)])
      const windows = forecastWindows(
        {
          sources: { ...Object.fromEntries(cut), location: { kind: 'location' }, scale: { kind: 'scale' } },
          design,
          horizon,
          scaling,
        },
        table,
        panel.lengths.map((length, series) => length - rows.from[series]),
      )
      const inputs = await graph.predict(windows, { batchSize: 256 })
      return { inputs, scales: { location: inputs.location.data, scale: inputs.scale.data } }
    } finally {
      graph.dispose()
      table.dispose()
    }
  }

  /** One step of the gathered inputs, with the scales of the start of the stream. */
  #stepOf(inputs: Tensors, step: number, { location, scale }: Scales): Tensors {
    const { model, sources } = this.#fitted
    const one: Tensors = {}
    for (const { name, shape } of model.inputs) {
      if (name.startsWith('target')) continue
      const source = sources[name]
      one[name] = shape[1] === 'time' ? stepAt(inputs[name], step) : inputs[name]
      if (name === 'scale') one[name] = { shape: [scale.length, 1], data: scale as Float32Array }
      if (source.kind !== 'values' || !source.scaled[0]) continue
      const there = stepAt(inputs[`${name}Mask`], step).data
      const scaled = Float32Array.from(one[name].data, (value, i) => (there[i] ? (value - location[i]) / scale[i] : 0))
      one[name] = { shape: one[name].shape, data: scaled }
    }
    return one
  }

  /** Converts the outputs of a step to units of the target. */
  #inUnits(outputs: Tensors, { location, scale }: Scales): Tensors {
    const { units } = distributionOf(this.#settings.output)
    const convert = (name: string, value: number, i: number): number => {
      if (units[name] === 'same') return value
      return value * scale[i] + (units[name] === 'size' ? 0 : location[i])
    }
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { shape, data }]) => [
        name,
        { shape, data: Float32Array.from(data, (value, i) => convert(name, value, i)) },
      ]),
    )
  }
}

/** Cuts a source of whole windows to the `before` steps before the origin and the origin, without scaling. */
function stepsOf(source: WindowInput, context: number, before: number): WindowInput {
  if (!('from' in source)) return source
  const from = source.from + context - before
  const cut = { ...source, from, to: from + before + 1 }
  return cut.kind === 'values' ? { ...cut, scaled: cut.scaled.map(() => false) } : cut
}

const perWindow = (name: string) => ({ name, shape: ['batch', 1], type: 'float32' }) as const

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
  const part = data instanceof Int32Array ? new Int32Array(series * width) : new Float32Array(series * width)
  for (let s = 0; s < series; s++)
    part.set(data.subarray((s * steps + step) * width, (s * steps + step + 1) * width), s * width)
  return { shape: [series, 1, ...rest], data: part }
}
