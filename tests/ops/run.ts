// Runs one op with the Graph of the binding, as a Program.
import { binding } from '../../src/addon/index.ts'
import type { Dim, OpData, Parameter, ProgramData, Tensor, Tensors } from '../../src/addon/types.ts'
import type { DoubleTensor } from '../reference/tensor.ts'
import type { Case, Value } from './values.ts'

/** The tensor in single precision, unaligned in the middle of a larger array, between numbers that must not be read. */
export function toTensor({ shape, data }: DoubleTensor, type: 'float32' | 'int32' = 'float32'): Tensor {
  const guard = 3
  const room =
    type === 'int32'
      ? new Int32Array(data.length + 2 * guard).fill(2 ** 30)
      : new Float32Array(data.length + 2 * guard).fill(Number.NaN)
  const inner = room.subarray(guard, guard + data.length)
  inner.set(data)
  return { shape: [...shape], data: inner }
}

const inputOp = (name: string, { dims, type }: { dims: readonly Dim[]; type: string }): OpData => ({
  kind: 'input',
  inputs: [],
  attributes: { name, shape: dims, type },
})

const parameterOp = (name: string, shape: readonly Dim[]): OpData => ({
  kind: 'parameter',
  inputs: [],
  attributes: { name, shape, initial: 'zeros', scale: 1 },
})

export interface Program {
  readonly data: ProgramData
  /** Number of the first output of the op under test. */
  readonly first: number
  /** The values of inputs and parameters, by name. Input k of the op is `x${k}`. */
  readonly values: ReadonlyMap<string, Value>
}

/** A Program of sources and then the op under test. `asParameter` says which of its inputs are parameters. */
export function programOf({ kind, attributes = {}, inputs }: Case, asParameter: readonly boolean[]): Program {
  const ops: OpData[] = []
  const values = new Map<string, Value>()
  const add = (op: OpData): number => ops.push(op) - 1
  const source = (name: string, value: Value, trained: boolean): number => {
    values.set(name, value)
    return add(trained ? parameterOp(name, value.dims) : inputOp(name, value))
  }
  const numbers = inputs.map((value, k) => {
    if (value === null) return null
    if (!value.tensor.data.some(Number.isNaN)) return source(`x${k}`, value, asParameter[k])
    // Inputs must be finite, so the Program computes NaN: it adds 0 / 0 to these elements and 0 / 1 to the others.
    const filled = (f: (x: number) => number): Value => ({
      ...value,
      tensor: { shape: value.tensor.shape, data: value.tensor.data.map(f) },
    })
    const x = source(
      `x${k}`,
      filled((x) => (Number.isNaN(x) ? 0 : x)),
      asParameter[k],
    )
    const zero = { ...filled(() => 0), differentiated: false }
    const one = { ...filled((x) => (Number.isNaN(x) ? 0 : 1)), differentiated: false }
    const divided = [source(`zero${k}`, zero, false), source(`one${k}`, one, false)]
    return add({ kind: 'add', inputs: [x, add({ kind: 'divide', inputs: divided, attributes: {} })], attributes: {} })
  })
  const first = add({ kind, inputs: numbers, attributes })
  return { data: { ops, outputs: { y: first }, loss: null, metrics: {} }, first, values }
}

/** The values of all parameters in one array, each at its offset. */
export function flatten(parameters: readonly Parameter[], value: (name: string) => ArrayLike<number>): Float32Array {
  const sizes = parameters.map(({ shape }) => shape.reduce((product, size) => product * size, 1))
  const flat = new Float32Array(sizes.reduce((sum, size) => sum + size, 0))
  for (const { name, offset } of parameters) flat.set(value(name), offset)
  return flat
}

export interface PassOptions {
  /** The gradient of the loss by each output; `null` means zero. */
  cotangents: readonly (DoubleTensor | null)[]
  threads?: number
  seed?: number
  training?: boolean
}

export interface Passes {
  outputs: Tensor[]
  /** The gradients by the name of the input or parameter, if its value is differentiated. */
  gradients: Map<string, Tensor>
}

/** Runs forward to `outputs` with these values, and backward from the cotangents. */
export async function runProgram(
  data: ProgramData,
  values: ReadonlyMap<string, Value>,
  outputs: number[],
  { cotangents, threads = 1, seed = 1, training = false }: PassOptions,
): Promise<Passes> {
  const graph = new binding.Graph(data)
  const held = (name: string) => values.get(name) as Value
  graph.setWeights(flatten(graph.parameters, (name) => held(name).tensor.data))

  const inputs: Tensors = {}
  for (const { name } of graph.inputs) inputs[name] = toTensor(held(name).tensor, held(name).type)
  const inputGradients = graph.inputs.map(({ name }) => name).filter((name) => held(name).differentiated)
  const recorded = await graph.record(inputs, { outputs, seed, training, inputGradients, threads })
  const seeds = cotangents.map((cotangent) => cotangent && toTensor(cotangent))
  const gathered = await recorded.tape.backward(seeds, { threads })
  recorded.tape.dispose()
  graph.dispose()

  const gradients = new Map(Object.entries(gathered.inputs))
  for (const { name, shape, offset } of graph.parameters) {
    const length = held(name).tensor.data.length
    gradients.set(name, { shape: [...shape], data: gathered.parameters.subarray(offset, offset + length) })
  }
  return { outputs: recorded.outputs, gradients }
}

export interface CaseResult {
  outputs: Tensor[]
  /** One for each input of the op; `null` if the input is not differentiated. */
  gradients: (Tensor | null)[]
}

/** Runs one op forward and backward. */
export async function runCase(
  test: Case,
  { asParameter, ...options }: PassOptions & { asParameter: readonly boolean[] },
): Promise<CaseResult> {
  const { data, first, values } = programOf(test, asParameter)
  const wanted = options.cotangents.map((_, k) => first + k)
  const { outputs, gradients } = await runProgram(data, values, wanted, options)
  const asked = test.inputs.map((value, k) => (value?.differentiated && gradients.get(`x${k}`)) || null)
  return { outputs, gradients: asked }
}
