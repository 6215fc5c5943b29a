import { GatecastError } from '../base/error.ts'
import { load } from './load.ts'
import type { Binding, CpuInfo } from './types.ts'

export type * from './types.ts'

/** The native addon. */
export const binding: Binding = load()
// The type of the addon has `string` for the code. The addon only uses the codes of ErrorCode.
binding.setErrorClass(GatecastError as new (code: string, message: string) => GatecastError)

/**
 * The kernels that run on this machine, and the features of the machine that they were chosen by.
 *
 * @example
 * const { tier, threads } = cpuInfo()
 * console.log(`${tier} kernels on ${threads} processors`)
 */
export const cpuInfo = (): CpuInfo => binding.cpuInfo()
