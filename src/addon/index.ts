import { GatecastError } from '../base/error.ts'
import { load } from './load.ts'
import type { Binding, CpuInfo } from './types.ts'

export type * from './types.ts'

/** The native addon. */
export const binding: Binding = load()
// The addon only uses the codes of ErrorCode; its own type says string because it knows nothing of this file.
binding.setErrorClass(GatecastError as new (code: string, message: string) => GatecastError)

/**
 * Which kernels run on this machine, and why.
 *
 * @example
 * const { tier, threads } = cpuInfo()
 * console.log(`${tier} kernels on ${threads} processors`)
 */
export const cpuInfo = (): CpuInfo => binding.cpuInfo()
