// Making an Intl.NumberFormat takes longer than loading the library, so both are made on first use.
let whole: Intl.NumberFormat | undefined
let short: Intl.NumberFormat | undefined

const format = (value: number): string => {
  whole ??= new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
  short ??= new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
  return (Math.abs(value) >= 1000 ? whole : short).format(value)
}

/** A number with four digits, or with all digits before the point if these are more. */
export const formatNumber = (value: number): string => (Number.isFinite(value) ? format(value) : '–')

export const formatSeconds = (seconds: number): string =>
  seconds < 90 ? `${formatNumber(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`

/** A count with its noun: `1 origin`, `3 origins`, `2,000 series`. */
export const formatCount = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 || noun === 'series' ? '' : 's'}`

/** The beginning of a text that has more characters than `most`, with an ellipsis at its end. */
export function clipText(text: string, most: number): string {
  const characters = [...text]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text
}
