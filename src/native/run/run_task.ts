import { abortable } from '../../addon/abortable.ts'
import type { Kernel, PlainArray } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { checkKnown, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { kernelFor } from './kernel_cache.ts'
import { Saved } from './saved.ts'
import { named, type Task } from './task.ts'

type Given = Readonly<Record<string, Float32Array | undefined>>
type RunOptions = CallOptions & { out?: Given | undefined }
export type Results = Record<string, Float32Array>

/** Runs a task on the calling thread. */
export function runSync(task: Task, options: RunOptions): Results {
  const { threads, signal, out = {} } = options
  if (threads !== undefined || signal !== undefined)
    throw new GatecastError(
      'ERR_RANGE',
      `Expected neither threads nor signal in a synchronous call, got ${threads !== undefined ? 'threads' : 'signal'}. ` +
        'Use the asynchronous function',
    )
  const kernel = kernelFor(task)
  return named(kernel.outputs, kernel.runSync(inputsOf(kernel, task), placesOf('out', kernel.outputs, out)))
}

/** Runs a task on the threads of the library. */
export async function run(task: Task, options: RunOptions): Promise<Results> {
  const kernel = kernelFor(task)
  const places = placesOf('out', kernel.outputs, options.out ?? {})
  return named(kernel.outputs, await abortable(options, (call) => kernel.run(inputsOf(kernel, task), places, call)))
}

/** Runs a task on the threads of the library and keeps what the backward pass of `kind` needs. */
export async function runSaving<Kind extends string, Arrays>(
  kind: Kind,
  task: Task,
  options: RunOptions,
): Promise<{ results: Results; saved: Saved<Kind, Arrays> }> {
  const kernel = kernelFor(task)
  const places = placesOf('out', kernel.outputs, options.out ?? {})
  const { outputs, saved } = await abortable(options, (call) => kernel.save(inputsOf(kernel, task), places, call))
  return { results: named(kernel.outputs, outputs), saved: new Saved(kind, saved, kernel.inputs, kernel.outputs) }
}

/** Runs the backward pass of a saved forward pass. `saved` can be used once. */
export async function runBack(kind: string, saved: unknown, gradients: Given, options: RunOptions): Promise<Results> {
  if (!(saved instanceof Saved) || saved.kind !== kind)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected saved to come from the forward pass of ${kind}, got ${described(saved)}`,
    )
  const { native, inputs, outputs } = saved
  const seeds = placesOf('the gradients', outputs, gradients)
  const places = gradientPlaces(inputs, options.out)
  return named(floatsOf(inputs), await abortable(options, (call) => native.backward(seeds, places, call)))
}

/** Runs forward and backward pass in one call, for ops whose forward function keeps nothing. */
export async function runBoth(task: Task, gradients: Given, options: RunOptions): Promise<Results> {
  const kernel = kernelFor(task)
  const seeds = placesOf('the gradients', kernel.outputs, gradients)
  const places = gradientPlaces(kernel.inputs, options.out)
  const arrays = inputsOf(kernel, task)
  const results = await abortable(options, (call) => kernel.gradients(arrays, seeds, places, call))
  return named(floatsOf(kernel.inputs), results)
}

/** dLoss by each float array that the forward pass was given. */
export type Gradients<Arrays> = {
  [Name in keyof Arrays as Arrays[Name] extends Float32Array ? Name : never]: Float32Array
}

const described = (saved: unknown): string => (saved instanceof Saved ? `that of ${saved.kind}` : shown(saved))

const floatsOf = (inputs: readonly string[]): string[] => inputs.filter((name) => name !== 'lengths')

// The addon refuses an array that is missing, and names it.
const inputsOf = ({ inputs }: Kernel, { arrays }: Task): PlainArray[] =>
  inputs.map((name) => arrays[name] as PlainArray)

function placesOf(what: string, names: readonly string[], given: Given): (Float32Array | undefined)[] {
  checkKnown(what, given, names)
  return names.map((name) => given[name])
}

function gradientPlaces(inputs: readonly string[], out: Given = {}): (Float32Array | undefined)[] {
  checkKnown('out', out, floatsOf(inputs))
  return inputs.map((name) => out[name])
}
