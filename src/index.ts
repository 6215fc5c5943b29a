import { binding, type CpuInfo } from './native/index.ts'

export { AbortError, type CpuInfo, type ErrorCode, GatecastError, version } from './native/index.ts'

/**
 * Which kernels run on this machine, and why.
 *
 * @example
 * const { tier, threads } = cpuInfo()
 * console.log(`${tier} kernels on ${threads} processors`)
 */
export const cpuInfo = (): CpuInfo => binding.cpuInfo()
