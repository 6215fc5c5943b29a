import { binding, type Tensor, type Tensors, type WindowInput, type Windows } from '../../src/addon/index.ts'

/** A panel in plain arrays: columns by name, each a list of series. NaN is a missing value. */
export interface PlainPanel {
  columns: Record<string, { type: 'float32' | 'int32'; series: number[][] }>
  statics: Record<string, { type: 'float32' | 'int32'; values: number[] }>
}

const typed = (type: 'float32' | 'int32', values: readonly number[]) =>
  type === 'int32' ? Int32Array.from(values) : Float32Array.from(values)

export function tableOf({ columns, statics }: PlainPanel) {
  const offsets = [0]
  for (const { length } of Object.values(columns)[0]!.series) offsets.push(offsets.at(-1)! + length)
  const flat = Object.entries(columns).map(([name, { type, series }]) => [name, typed(type, series.flat())])
  const fixed = Object.entries(statics).map(([name, { type, values }]) => [name, typed(type, values)])
  return new binding.Table(Object.fromEntries(flat), Float64Array.from(offsets), Object.fromEntries(fixed))
}

/** Series and origin of each window in order, without windows that are left out. */
export function origins(windows: Windows, panel: PlainPanel): { series: number; row: number }[] {
  const found: { series: number; row: number }[] = []
  for (const [series, first] of windows.first.entries()) {
    const target = panel.columns[windows.target]!.series[series]!
    const any = (from: number, to: number) => target.slice(Math.max(from, 0), to).some((x) => !Number.isNaN(x))
    for (let k = 0; k < windows.count[series]!; k++) {
      const row = first + k * windows.stride
      const kept = any(row - windows.context, row) && any(row, row + windows.horizon)
      if (kept || !windows.needTarget) found.push({ series, row })
    }
  }
  return found
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
const mean = (values: readonly number[]) => sum(values) / values.length

function quantile(sorted: readonly number[], q: number): number {
  const place = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return low + (place - Math.floor(place)) * (high - low)
}

/** The last rows of a history. If they hold no value, the same number of rows up to the last value. */
function scaledOn(history: readonly number[], context: number): readonly number[] {
  const observed = history.findLastIndex((x) => !Number.isNaN(x)) + 1
  const end = observed > history.length - context ? history.length : observed
  return history.slice(Math.max(0, end - context), end)
}

/** Location and scale of a context, computed as the definitions say. */
export function scaleOf(scaling: Windows['scaling'], context: readonly number[]): { location: number; scale: number } {
  const values = context.filter((x) => !Number.isNaN(x))
  if (values.length === 0 || scaling === 'none') return { location: 0, scale: 1 }
  const sorted = values.toSorted((a, b) => a - b)
  const location = { mean: 0, standard: mean(values), robust: quantile(sorted, 0.5), last: values.at(-1)! }[scaling]
  const distance = Math.sqrt(mean(values.map((x) => (x - location) ** 2)))
  const quartiles = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.349
  const constant = (scale: number) => scale <= 1e-14 * Math.abs(location)
  const robust = constant(quartiles * 1.349) ? distance : quartiles
  const scale = { mean: mean(values.map(Math.abs)), standard: distance, robust, last: distance }[scaling]
  return { location, scale: constant(scale) ? Math.min(1, Math.abs(location) || 1) : scale }
}

/** The values of one window for one input. */
function cut(input: WindowInput, windows: Windows, panel: PlainPanel, series: number, row: number): number[] {
  const target = panel.columns[windows.target]!.series[series]!
  const { location, scale } = scaleOf(windows.scaling, scaledOn(target.slice(0, row), windows.context))
  const valueAt = (column: string, r: number) => panel.columns[column]!.series[series]![r] ?? Number.NaN
  const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => row + from + i)
  switch (input.kind) {
    case 'location':
      return [location]
    case 'scale':
      return [scale]
    case 'constant':
      return [input.value]
    case 'series':
      return [series]
    case 'static':
      return input.columns.map((name) => panel.statics[name]!.values[series]!)
    case 'mask':
      return rows(input.from, input.to).map((r) => (Number.isNaN(valueAt(input.column, r)) ? 0 : 1))
    case 'values':
      return rows(input.from, input.to).flatMap((r) =>
        input.columns.map((column, c) => {
          const value = valueAt(column, r)
          if (Number.isNaN(value)) return input.missing
          return input.scaled[c] ? (value - location) / scale : value
        }),
      )
  }
}

/** The samples of windows as arrays, for a Program with these inputs. */
export function materialise(
  windows: Windows,
  panel: PlainPanel,
  inputs: readonly { name: string; shape: readonly unknown[]; type: string }[],
): Tensors {
  const tensors = inputs.flatMap(({ name, shape, type }): [string, Tensor][] => {
    const input = windows.inputs[name]
    if (!input) return []
    const samples = origins(windows, panel).map(({ series, row }) => cut(input, windows, panel, series, row))
    const rows = 'from' in input ? input.to - input.from : 1
    const sizes = shape.map((dim) => (dim === 'batch' ? samples.length : dim === 'time' ? rows : Number(dim)))
    return [[name, { shape: sizes, data: typed(type as 'float32' | 'int32', samples.flat()) }]]
  })
  return Object.fromEntries(tensors)
}
