import { binding, type CpuInfo } from './native/index.ts'

export * from './forecast/index.ts'
export { AbortError, type CpuInfo, type ErrorCode, GatecastError, type Precision, version } from './native/index.ts'
export * from './report/index.ts'
export * from './series/index.ts'

/**
 * Which kernels run on this machine, and why.
 *
 * @example
 * const { tier, threads } = cpuInfo()
 * console.log(`${tier} kernels on ${threads} processors`)
 */
export const cpuInfo = (): CpuInfo => binding.cpuInfo()
