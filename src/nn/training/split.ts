import { binding, type Dim, type Graph, type Samples, type Tensors } from '../../addon/index.ts'
import { GatecastError } from '../../base/error.ts'
import { isWindows } from '../values/windows.ts'

type Inputs = Graph['inputs']

/** How many of a dimension's elements belong to one sample (`'batch'`, `'3*batch'`) or time step; 0 for fixed ones. */
const multiple = (dim: Dim | undefined, symbol: 'batch' | 'time'): number => {
  if (dim === symbol) return 1
  return typeof dim === 'string' && dim.endsWith(`*${symbol}`) ? Number.parseInt(dim, 10) : 0
}

/** The size that the arrays give to a symbol; 1 if none has it. What does not fit is found where the arrays are read. */
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

/** Takes the last samples for validation. */
export function splitSamples(inputs: Inputs, data: Samples, share: number): { training: Tensors; validation: Tensors } {
  if (isWindows(data))
    throw new GatecastError(
      'ERR_RANGE',
      `Expected windows of their own as validation of windows, got ${share}: neighbours of a series overlap`,
    )
  const samples = sizeOf('batch', inputs, data)
  const held = Math.round(samples * share)
  if (!(share > 0 && share < 1) || held < 1 || held >= samples)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected validation to be data, or a share between 0 and 1 that leaves samples on both sides, got ${share} of ` +
        `${samples} samples`,
    )
  const training: Tensors = {}
  const validation: Tensors = {}
  for (const [name, tensor] of Object.entries(data)) {
    const dims = inputs.find((input) => input.name === name)?.shape ?? []
    if (dims.slice(1).some((dim) => multiple(dim, 'batch')))
      throw new GatecastError(
        'ERR_SHAPE',
        `Expected the batch as first dimension of "${name}" to split it, got [${dims.join(', ')}]. Give validation ` +
          'data of their own',
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
