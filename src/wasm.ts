/** The exports of `gatecast/wasm`: those of `gatecast`, without reports, which read files of the package. */

export { type CpuInfo, cpuInfo, type Precision } from './addon/index.ts'
export { AbortError, type ErrorCode, GatecastError } from './base/error.ts'
export { setMaxMemory } from './base/resources/memory_limit.ts'
export { version } from './base/version.ts'
export * from './forecast/index.ts'
export * from './series/index.ts'
