import { shown } from '../../base/check.ts'
import { type CheckedNotation, decimalMarks, plainNotation, thousandsMarks } from './notation.ts'
import { numberParser } from './parse_number.ts'

/** Options of a notation that read a text, and the number that they read it as. */
interface Guess {
  readonly options: readonly (readonly [name: string, value: string])[]
  readonly number: number
}

/**
 * Advice for a text in a column of numbers: the options that read it, as flags and as options. If several options read it
 * as different numbers, the advice names all.
 *
 * @param text - the cell
 * @param notation - the notation in which it is no number
 */
export function numberHint(text: string, notation: CheckedNotation = plainNotation): string {
  const marker = 'Add it to missing if it stands for a missing value'
  if (/[\u2212\u2012\u2013]\s*[\d.,]/.test(text))
    return 'Its sign is a typographic minus or dash: write it as "-", the hyphen of the keyboard'
  const guesses = guessNotations(text, notation)
  const readings = guesses.map(
    ({ options, number }) => `${options.map(shownOption).join(' and ')} to read it as ${number}`,
  )
  if (readings.length > 0) return `${marker}, or use ${readings.join(', or ')}`
  // The flag takes a list, so a text with a comma cannot be given to it as it is.
  const flag = text.includes(',') ? '' : ` (--missing ${quoted(text.trim())})`
  return `${marker}${flag}, mend the cell, or name the column under categorical if it holds categories`
}

const shownOption = ([name, value]: Guess['options'][number]): string =>
  `--${name} ${quoted(value)} (${name}: ${name === 'units' ? `[${shown(value)}]` : shown(value)})`

/** A value as a shell takes it. */
const quoted = (value: string): string => (value.includes("'") ? `"${value}"` : `'${value}'`)

/** The smallest sets of options that read a text as a number. */
function guessNotations(text: string, given: CheckedNotation): Guess[] {
  const guesses: Guess[] = []
  for (const units of unitsIn(text, given))
    for (const decimal of decimalMarks)
      for (const thousands of [undefined, ...thousandsMarks]) {
        if (decimal === thousands) continue
        const number = numberParser({ ...given, decimal, thousands, units: [...given.units, ...units] })(text)
        if (number === undefined || !Number.isFinite(number)) continue
        const options = [
          ...(decimal === given.decimal ? [] : [['decimal', decimal] as const]),
          ...(thousands === given.thousands || thousands === undefined ? [] : [['thousands', thousands] as const]),
          ...units.map((unit) => ['units', unit] as const),
        ]
        guesses.push({ options, number })
      }
  const isNeeded = ({ options, number }: Guess) =>
    !guesses.some((other) => other.number === number && other.options.length < options.length)
  return guesses
    .filter(isNeeded)
    .filter((guess, at, all) => all.findIndex(({ number }) => number === guess.number) === at)
}

/** No unit, or the sign or word at one end of a text. */
function unitsIn(text: string, { units }: CheckedNotation): readonly (readonly string[])[] {
  const [, before, after] =
    /^\s*[+-]?\s*([^\d\s+\-.,'’()#]*)[\s+-]*[\d.,'’\s]+?\s*([^\d\s+\-.,'’()#]*)\s*$/u.exec(text) ?? []
  const found = [before, after].filter((unit) => unit && unit.length <= 4 && !units.includes(unit)) as string[]
  return found.length === 1 && !/^e$/i.test(found[0]) ? [[], found] : [[]]
}
