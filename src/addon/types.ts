/** The hand-written types of what the addon exports. `binding/` is their other side. */

import type { Graph } from './types/graph.ts'
import type { Kernel } from './types/kernel.ts'
import type { Attributes, ProgramData, Spec } from './types/program.ts'
import type { Cancel, Precision } from './types/run_options.ts'
import type { ColumnData, Table, Windows } from './types/windows.ts'

export type * from './types/graph.ts'
export type * from './types/kernel.ts'
export type * from './types/program.ts'
export type * from './types/run_options.ts'
export type * from './types/trainer.ts'
export type * from './types/windows.ts'

/** Which kernels run on this machine, and what it has. */
export interface CpuInfo {
  /** The kernels that run: `amx` (`avx512`, and tiles in bf16), `avx512`, `avx2`, `baseline` or `neon`. */
  tier: string
  /** All tiers this machine can run, best first; `GATECAST_ISA` takes one of them. */
  tiers: string[]
  /** Instruction-set features found, such as `avx512f`. */
  features: string[]
  /**
   * What multiplies with `precision: 'bf16'`: tiles (`amx`), vectors (`avx512bf16`), or `null` where it is computed in
   * float32. On tier `amx` it is `avx512bf16` where the system refuses tiles to this process.
   */
  bf16: 'amx' | 'avx512bf16' | null
  /** Floats in a vector of the tier. */
  lanes: number
  /** Processors this process may use, the default of every `threads` option. */
  threads: number
}

export interface Binding {
  /** Errors are made by `new ErrorClass(code, message)`. */
  setErrorClass(errorClass: new (code: string, message: string) => Error): void
  cpuInfo(): CpuInfo
  /** The shape rule of an op; throws what a Program with it would throw. */
  infer(kind: string, inputs: (Spec | null)[], attributes: Attributes): Spec[]
  /** Counter-based random numbers: the same seed, stream and position always give the same number. */
  random(distribution: 'uniform' | 'normal', seed: number, stream: number, count: number): Float32Array
  /**
   * Runs multiply-adds in registers, `steps` rounds on each of so many threads, and says how many floating-point
   * operations that was: the ceiling that `npm run bench` compares with. In `bf16` by what `cpuInfo().bf16` names, where
   * there is something; default `float32`. Internal.
   */
  peak(steps: number, threads: number, precision?: Precision): Promise<number>
  Graph: new (program: ProgramData) => Graph
  Kernel: new (program: ProgramData, precision?: Precision) => Kernel
  /**
   * @param columns - by name, one value per row, series after series
   * @param offsets - rows of series i are `offsets[i]` to `offsets[i + 1]`: one number more than there are series
   * @param statics - by name, one value per series; none may be missing
   */
  Table: new (
    columns: Readonly<Record<string, ColumnData>>,
    offsets: Float64Array,
    statics: Readonly<Record<string, ColumnData>>,
  ) => Table
  /** How many samples they are, without those that `needTarget` leaves out. */
  countWindows(windows: Windows): number
  Cancel: new () => Cancel
}
