import { GatecastError } from '../../../base/error.ts'

/** Does work whose errors name rows, and gives these rows other names: `(row 3)`, `(rows 3 and 5)`. */
export function renumbered<T>(work: () => T, nameOf: (row: number) => string): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof GatecastError)
      error.message = error.message.replace(/\((rows?) (\d+)(?: and (\d+))?\)/, (_, word, first, second) => {
        const names = [first, second].filter((row) => row !== undefined).map((row) => nameOf(Number(row)))
        return `(${word} ${names.join(' and ')})`
      })
    throw error
  }
}
