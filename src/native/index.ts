import { GatecastError } from './error.ts'
import { load } from './load.ts'
import type { Binding } from './types.ts'

export { AbortError, type ErrorCode, GatecastError } from './error.ts'
export type * from './types.ts'
export { version } from './version.ts'

/** The native addon. */
export const binding: Binding = load()
// The addon only uses the codes of ErrorCode; its own type says string because it knows nothing of this file.
binding.setErrorClass(GatecastError as new (code: string, message: string) => GatecastError)
