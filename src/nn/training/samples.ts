import { binding, type Dim, type Graph, type Samples, type Tensors, type Windows } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'

type Inputs = Graph['inputs']

/** Whether samples are windows, which are cut out of a table when they are needed, and not arrays. */
export const isWindows = (data: unknown): data is Windows =>
  typeof data === 'object' && data !== null && 'table' in data && 'first' in data

/**
 * How many elements of a dimension belong to one sample (`'batch'`: 1, `'3*batch'`: 3) or time step; 0 if it is fixed.
 */
const multiple = (dim: Dim | undefined, symbol: 'batch' | 'time'): number => {
  if (dim === symbol) return 1
  return typeof dim === 'string' && dim.endsWith(`*${symbol}`) ? Number.parseInt(dim, 10) : 0
}

/**
 * The size that the arrays give to a symbol; 1 if no shape has it. Arrays that contradict each other are found later,
 * by the addon.
 */
export function sizeOf(symbol: 'batch' | 'time', inputs: Inputs, data: Tensors): number {
  for (const { name, shape } of inputs) {
    const axis = shape.findIndex((dim) => multiple(dim, symbol) > 0)
    const size = data[name]?.shape?.[axis]
    if (axis >= 0 && typeof size === 'number') return size / multiple(shape[axis], symbol)
  }
  return 1
}

export const sampleCount = (inputs: Inputs, data: Samples): number =>
  isWindows(data) ? binding.countWindows(data) : sizeOf('batch', inputs, data)

export function timeSteps(inputs: Inputs, data: Samples): number {
  if (!isWindows(data)) return sizeOf('time', inputs, data)
  for (const { name, shape } of inputs) {
    const source = data.inputs[name]
    if (shape[1] === 'time' && source && 'from' in source) return source.to - source.from
  }
  return 1
}

/** Splits samples into two groups: the last ones, `share` of all, are for validation. */
export function splitSamples(inputs: Inputs, data: Samples, share: number): { training: Tensors; validation: Tensors } {
  if (isWindows(data))
    throw new GatecastError(
      'ERR_RANGE',
      `Expected validation to be windows, because the data are windows, got ${share}. A share cannot be split off: ` +
        'windows of one series overlap',
    )
  const samples = sizeOf('batch', inputs, data)
  const held = Math.round(samples * share)
  if (!(share > 0 && share < 1) || held < 1 || held >= samples)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected validation to be data, or a share between 0 and 1 that leaves at least one sample for training and one ` +
        `for validation, got ${share} of ${samples} samples`,
    )
  const training: Tensors = {}
  const validation: Tensors = {}
  for (const [name, tensor] of Object.entries(data)) {
    const dims = inputs.find((input) => input.name === name)?.shape ?? []
    if (dims.slice(1).some((dim) => multiple(dim, 'batch')))
      throw new GatecastError(
        'ERR_SHAPE',
        `Expected batch to be the first dimension of "${name}", so that it can be split, got [${dims.join(', ')}]. Give ` +
          'separate data as validation',
      )
    const rows = multiple(dims[0], 'batch')
    training[name] = rows ? sliceRows(name, tensor, 0, (samples - held) * rows) : tensor
    validation[name] = rows ? sliceRows(name, tensor, (samples - held) * rows, samples * rows) : tensor
  }
  return { training, validation }
}

function sliceRows(name: string, { shape, data }: Tensors[string], from: number, to: number): Tensors[string] {
  const [rows, ...rest] = shape
  const width = rest.reduce((product, size) => product * size, 1)
  if (rows < to || rows * width !== data?.length)
    throw new GatecastError(
      'ERR_SHAPE',
      `Expected "${name}" to hold ${to} rows of ${width} numbers, got shape [${shape.join(', ')}] and ${data?.length}`,
    )
  return { shape: [to - from, ...rest], data: data.subarray(from * width, to * width) }
}
