// Messages of the library name options as code writes them. The command names its flags instead.

import { all, nameOf } from '../flags.ts'

/** An option of the library is the last part of a key of a job: `columns.known` is `known`. */
const flagOfOption = new Map(
  all.map((flag) => [flag.key.split('.').at(-1) as string, nameOf(flag)]).reverse() as [string, string][],
)

const options = [...flagOfOption.keys()]
/** Options whose names are no words of English. */
const unmistakable = options.filter((name) => /[a-z][A-Z]/.test(name))

const value = String.raw`(?:'[^']*'|"[^"]*"|\[[^\]]*\]|\d+(?:\.\d+)?(?![\w-]))`
const names = options.join('|')
/** A call, `duplicates: 'sum'`, `{ known: ["price"] }` or `{ path, format: 'csv' }`. */
const written = new RegExp(
  String.raw`\b[\w.]+\((?:\{[^}]*\})?\)|\{ (?:path, )?(${names}): (${value}) \}|\b(${names}): (${value})`,
  'g',
)
const alone = new RegExp(String.raw`\b(${unmistakable.join('|')})\b`, 'g')
/** Functions that no flag replaces. */
const prepares = /^(?:regularise|resample|prepare)\(/

/** A message with flags in the place of options. */
export const inFlags = (message: string): string =>
  message
    .replace(written, (all, inBraces?: string, valueInBraces?: string, bare?: string, valueOfBare?: string) => {
      const flag = flagOfOption.get(inBraces ?? bare ?? '')
      if (flag === undefined) return prepares.test(all) ? `${all} of gatecast/danfo` : all
      return `${flag} ${argument((valueInBraces ?? valueOfBare) as string)}`
    })
    .replace(alone, (name) => flagOfOption.get(name) as string)

/** A value as a shell takes it: `['a', 'b']` as `a,b`. */
function argument(value: string): string {
  const items = value.startsWith('[') ? value.slice(1, -1).split(/,\s*/) : [value]
  const word = items.map((item) => item.trim().replace(/^['"](.*)['"]$/, '$1')).join(',')
  return /^[\w.,:/+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
