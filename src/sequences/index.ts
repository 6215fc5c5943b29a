export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
export type { PackedSequences } from './data/packed.ts'
