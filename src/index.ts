export {
  AbortError,
  type CpuInfo,
  cpuInfo,
  type ErrorCode,
  GatecastError,
  type Precision,
  version,
} from './addon/index.ts'
export * from './forecast/index.ts'
export * from './report/index.ts'
export * from './series/index.ts'
