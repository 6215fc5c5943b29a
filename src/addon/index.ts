import { GatecastError } from '../base/error.ts'
import { onMaxMemory } from '../base/resources/memory_limit.ts'
import { processors } from '../base/resources/processors.ts'
import { load } from './load.ts'
import type { Binding, CpuInfo } from './types.ts'

export type * from './types.ts'

/** The native addon. */
export const binding: Binding = load()
// The type of the addon has `string` for the code. The addon only uses the codes of ErrorCode.
binding.setErrorClass(GatecastError as new (code: string, message: string) => GatecastError)
// A build of before, which GATECAST_BINARY may name, has neither.
binding.setAvailableThreads?.(processors())
onMaxMemory((bytes) => binding.setMaxMemory?.(bytes))

/**
 * The kernels that run on this machine, and the features of the machine that they were chosen by.
 *
 * @example
 * const { tier, threads } = cpuInfo()
 * console.log(`${tier} kernels on ${threads} processors`)
 */
export const cpuInfo = (): CpuInfo => binding.cpuInfo()
