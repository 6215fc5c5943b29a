import { GatecastError } from '../base/error.ts'

/**
 * Calls a function of the library whose options come from flags. An option that it refuses is a mistake of the flag.
 *
 * @param flags - the flag of each option
 */
export async function byFlags<Result>(
  flags: Readonly<Record<string, string>>,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof GatecastError) || !['ERR_RANGE', 'ERR_TYPE'].includes(error.code)) throw error
    const [, option = '', rest = ''] = /^Expected (?:a )?(\w+)(?: to be)?(.*)$/s.exec(error.message) ?? []
    if (!Object.hasOwn(flags, option)) throw error
    const text = error.message.includes(' to be ') ? `expected${rest}` : `expected a ${option}${rest}`
    throw new GatecastError('ERR_JOB', `${flags[option]}: ${text}`, { cause: error })
  }
}
