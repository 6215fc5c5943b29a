// The rule for texts that are numbers. SQL and JavaScript use the same patterns, whose syntax both understand.

import { type CheckedNotation, isPlain } from './notation.ts'

/** The characters that JavaScript takes for spaces around a number. */
export const spaces =
  ' \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'

const space = `[${spaces}]`

/** The characters that a mark between groups of digits stands for. */
const marksFor = { ',': ',', '.': '.', "'": "'\u2019", ' ': ' \u00a0\u2007\u2008\u2009\u202f' } as const

/** A rule for texts that are numbers in a notation. */
export interface NumberRule {
  /** A regular expression that the whole text matches. */
  readonly pattern: string
  /** Texts to remove from a text that matches, one after another. */
  readonly removed: readonly string[]
  /** The decimal mark of a text that matches. */
  readonly decimal: string
}

/** The rule of a notation. For the plain notation, `Number` has the same rule. */
export function numberRule(notation: CheckedNotation): NumberRule {
  const { decimal, thousands, units } = notation
  if (isPlain(notation)) return { pattern: plainPattern, removed: [], decimal }
  const mark = `[${decimal}]`
  // A first group with a leading zero, as in 0,125, is a fraction and no group of thousands.
  const groups = thousands === undefined ? '' : `[1-9][0-9]{0,2}(?:[${marksFor[thousands]}][0-9]{3})+|`
  const whole = `(?:${groups}[0-9]+)(?:${mark}[0-9]*)?`
  // The mark after "Fr" in "Fr.50" may belong to the unit, so a number beside a unit starts with a digit.
  const digits = `(?:${whole}${units.length ? '' : `|${mark}[0-9]+`})(?:[eE][+-]?[0-9]+)?`
  const unit = `(?:${units.map(escapePattern).join('|')})`
  const sides = [
    `[+-]?${digits}`,
    ...(units.length
      ? [`[+-]?${unit}${space}*${digits}`, `${unit}${space}*[+-]${digits}`, `[+-]?${digits}${space}*${unit}`]
      : []),
  ]
  const removed = [...units, ...spaces, ...(thousands === undefined ? '' : marksFor[thousands])]
  return { pattern: `${space}*(?:${sides.join('|')})${space}*`, removed, decimal }
}

const plainPattern = `${space}*(?:[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)(?:[eE][+-]?[0-9]+)?|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[+-]?Infinity)${space}*`

/** A text as a pattern that matches nothing else. */
export const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Makes a function that reads a text as a number; it returns `undefined` for a text that is none. */
export function numberParser(notation: CheckedNotation): (text: string) => number | undefined {
  if (isPlain(notation)) return parsePlain
  const { pattern, removed, decimal } = numberRule(notation)
  const whole = new RegExp(`^(?:${pattern})$`)
  return (text) => {
    if (!whole.test(text)) return undefined
    let bare = text
    for (const one of removed) bare = bare.replaceAll(one, '')
    return Number(bare.replace(decimal, '.'))
  }
}

function parsePlain(text: string): number | undefined {
  const number = Number(text)
  return Number.isNaN(number) || text.trim() === '' ? undefined : number
}
