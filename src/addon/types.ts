/** Types of the addon's exports, written by hand. The folder `binding/` implements them. */

import type { Graph } from './types/graph.ts'
import type { Kernel } from './types/kernel.ts'
import type { Attributes, ProgramData, Spec } from './types/program.ts'
import type { RocketBinding } from './types/rocket.ts'
import type { Cancel, Precision } from './types/run_options.ts'
import type { ColumnData, Table, WindowScales, Windows } from './types/windows.ts'

export type * from './types/graph.ts'
export type * from './types/kernel.ts'
export type * from './types/program.ts'
export type * from './types/rocket.ts'
export type * from './types/run_options.ts'
export type * from './types/trainer.ts'
export type * from './types/windows.ts'

/** The kernels that run on this machine, and its features. */
export interface CpuInfo {
  /** Tier of the kernels: `amx` (`avx512`, with tiles for bf16), `avx512`, `avx2`, `baseline` or `neon`. */
  tier: string
  /** All tiers that this machine can run, the best first. Set `GATECAST_ISA` to one of them to use it. */
  tiers: string[]
  /** Instruction-set features of the processor, for example `avx512f`. */
  features: string[]
  /**
   * Instructions that multiply with `precision: 'bf16'`: tiles (`amx`) or vectors (`avx512bf16`); `null` if bf16 is
   * computed in float32. On tier `amx` it is `avx512bf16` if the operating system refuses tiles to this process.
   */
  bf16: 'amx' | 'avx512bf16' | null
  /** Number of float32 values in a vector of the tier. */
  lanes: number
  /** Number of processors that this process may use: the default of every `threads` option. */
  threads: number
}

export interface Binding extends RocketBinding {
  /** Sets the class of the addon's errors: it makes them by `new ErrorClass(code, message)`. */
  setErrorClass(errorClass: new (code: string, message: string) => Error): void
  /** Sets the number of processors that this process may use, which `cpuInfo` gives. */
  setAvailableThreads?(count: number): void
  /** Sets the largest memory in bytes of one plan, table or result. More is an error. */
  setMaxMemory?(bytes: number): void
  cpuInfo(): CpuInfo
  /** The kinds of all ops, in alphabetical order. */
  opKinds(): string[]
  /**
   * Applies the shape rule of an op and returns its outputs. Throws the error that a Program with this op would throw.
   */
  infer(kind: string, inputs: (Spec | null)[], attributes: Attributes): Spec[]
  /** The first `count` numbers of a random sequence. A number depends on seed, sequence and position alone. */
  random(distribution: 'uniform' | 'normal', seed: number, sequence: number, count: number): Float32Array
  /**
   * Internal, for `npm run bench`: runs `steps` rounds of multiply-adds in registers on each of `threads` threads, and
   * resolves to the number of floating-point operations. The benchmark uses it to find the peak speed of the machine.
   * In `bf16` it uses the instructions that `cpuInfo().bf16` names. Default `float32`.
   */
  peak(steps: number, threads: number, precision?: Precision): Promise<number>
  Graph: new (program: ProgramData) => Graph
  Kernel: new (program: ProgramData, precision?: Precision) => Kernel
  /**
   * @param columns - columns by name: one value per row, one series after another
   * @param offsets - series i has the rows from `offsets[i]` to the one before `offsets[i + 1]`; one number more than
   * series
   * @param statics - static columns by name: one value per series, none missing
   */
  Table: new (
    columns: Readonly<Record<string, ColumnData>>,
    offsets: Float64Array,
    statics: Readonly<Record<string, ColumnData>>,
  ) => Table
  /** Counts the samples, without those that `needTarget` leaves out. */
  countWindows(windows: Windows): number
  /** Computes location and scale of each sample, as predictions in the scale of the windows need them. */
  windowScales(windows: Windows): Promise<WindowScales>
  Cancel: new () => Cancel
}
