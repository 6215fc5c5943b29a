import type { World } from './world.ts'

/** A public call and how it is measured. `prepare` is not measured. */
export interface Call {
  /** The public names that it runs, as `publicNames` gives them. */
  readonly covers: readonly string[]
  readonly name: string
  readonly prepare?: (world: World) => unknown
  readonly run: (world: World, signal: AbortSignal, prepared: never) => unknown
  /** Whether the call returns a value and no promise: it holds the thread for its whole time. */
  readonly sync?: boolean
  /** Whether the call takes no signal. */
  readonly deaf?: boolean
  /** Shapes for which the call has no sense. */
  readonly not?: readonly string[]
}

/** A call of one public function. */
export const call = <T>(
  name: string,
  run: (world: World, signal: AbortSignal, prepared: T) => unknown,
  more: Partial<Omit<Call, 'run' | 'prepare'>> & { prepare?: (world: World) => T | Promise<T> } = {},
): Call => ({ covers: [name], name, run: run as Call['run'], ...more }) as Call
