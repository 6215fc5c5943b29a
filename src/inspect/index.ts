export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
