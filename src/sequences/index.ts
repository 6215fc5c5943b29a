export type { PackedSequences } from '../addon/index.ts'
export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
