import { GatecastError } from '../../base/error.ts'

/** A number holds any decimal of this many digits: its text is that of the decimal. */
const mostDigits = 15

/**
 * The number of a decimal.
 *
 * @param text - its digits, for example `-12.50`
 * @throws {GatecastError} `ERR_RANGE` naming column and row if it has more digits than a number holds
 */
export function decimalCell(text: string, column: string, row: number): number {
  const digits = text
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+/, '')
    .replace(text.includes('.') ? /0+$/ : /$^/, '')
  if (digits.length <= mostDigits) return Number(text)
  throw new GatecastError(
    'ERR_RANGE',
    `Expected decimals of at most ${mostDigits} digits in column "${column}", got ${text} (row ${row}). Cast the column to ` +
      'Float64, or leave it out',
  )
}

/** The text of a decimal that is stored as a whole number and a number of digits after the point. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale <= 0) return String(unscaled * 10n ** BigInt(-scale))
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0')
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}
