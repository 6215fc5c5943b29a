import { GatecastError, type PlainArray } from '../native/index.ts'
import { abortable, type CallOptions } from '../nn/abort.ts'
import { checkKnown } from '../nn/check.ts'
import { nameOf } from '../nn/tensor.ts'
import { kernelOf, named, type Task } from './kernel.ts'
import { Saved } from './saved.ts'

type Given = Readonly<Record<string, Float32Array | undefined>>
type RunOptions = CallOptions & { out?: Given | undefined }
export type Results = Record<string, Float32Array>

/** Runs a task on the calling thread. */
export function runSync(task: Task, options: RunOptions): Results {
  const { threads, signal, out = {} } = options
  if (threads !== undefined || signal !== undefined)
    throw new GatecastError('ERR_RANGE', 'Expected no threads and no signal in a synchronous call. Use the other form.')
  const kernel = kernelOf(task)
  return named(kernel.outputs, kernel.runSync(inputsOf(kernel, task), placesOf('out', kernel.outputs, out)))
}

/** Runs a task on threads of the library. */
export async function run(task: Task, options: RunOptions): Promise<Results> {
  const kernel = kernelOf(task)
  const places = placesOf('out', kernel.outputs, options.out ?? {})
  return named(kernel.outputs, await abortable(options, (call) => kernel.run(inputsOf(kernel, task), places, call)))
}

/** The same, with what the backward pass of `kind` needs. */
export async function runSaving<Kind extends string, Arrays>(
  kind: Kind,
  task: Task,
  options: RunOptions,
): Promise<{ results: Results; saved: Saved<Kind, Arrays> }> {
  const kernel = kernelOf(task)
  const places = placesOf('out', kernel.outputs, options.out ?? {})
  const { outputs, saved } = await abortable(options, (call) => kernel.save(inputsOf(kernel, task), places, call))
  return { results: named(kernel.outputs, outputs), saved: new Saved(kind, saved, kernel.inputs, kernel.outputs) }
}

/** Sends gradients of results back through what a forward pass saved, and uses that up. */
export async function runBack(kind: string, saved: unknown, gradients: Given, options: RunOptions): Promise<Results> {
  if (!(saved instanceof Saved) || saved.kind !== kind)
    throw new GatecastError('ERR_TYPE', `Expected what the forward pass of ${kind} saved, got ${described(saved)}`)
  checkKnown('the options', options, ['out', 'threads', 'signal'])
  const { native, inputs, outputs } = saved
  const seeds = placesOf('the gradients', outputs, gradients)
  const floats = inputs.filter((name) => name !== 'lengths')
  const places = placesOf('out', floats, options.out ?? {})
  const inOrder = inputs.map((name) => places[floats.indexOf(name)])
  return named(floats, await abortable(options, (call) => native.backward(seeds, inOrder, call)))
}

/** There and back in one: for passes that are no more work to do again than to keep. */
export async function runBoth(task: Task, gradients: Given, options: RunOptions): Promise<Results> {
  const { out, ...call } = options
  const { saved } = await runSaving('both', task, call)
  using kept = saved
  return runBack('both', kept, gradients, { ...call, ...(out && { out }) })
}

/** dLoss by each float array that the forward pass was given. */
export type Gradients<Arrays> = {
  [Name in keyof Arrays as Arrays[Name] extends Float32Array ? Name : never]: Float32Array
}

const described = (saved: unknown): string =>
  saved instanceof Saved ? `what that of ${saved.kind} saved` : nameOf(saved)

// An array that is missing is refused by the addon, which names it.
const inputsOf = ({ inputs }: { inputs: readonly string[] }, { arrays }: Task): PlainArray[] =>
  inputs.map((name) => arrays[name] as PlainArray)

function placesOf(what: string, names: readonly string[], given: Given): (Float32Array | undefined)[] {
  checkKnown(what, given, names)
  return names.map((name) => given[name])
}
