import { GatecastError } from '../../../base/error.ts'
import type { InPieces } from '../../../base/resources/turns.ts'

/** Does work whose errors name rows, and gives these rows other names: `(row 3)`, `(rows 3 and 5)`. */
export function* renumbered<T>(work: InPieces<T>, nameOf: (row: number) => string): InPieces<T> {
  try {
    return yield* work
  } catch (error) {
    if (error instanceof GatecastError)
      error.message = error.message.replace(/\((rows?) (\d+)(?: and (\d+))?\)/, (_, word, first, second) => {
        const names = [first, second].filter((row) => row !== undefined).map((row) => nameOf(Number(row)))
        return `(${word} ${names.join(' and ')})`
      })
    throw error
  }
}
