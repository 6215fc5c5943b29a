// Made on first use: making the first takes longer than loading the library.
let whole: Intl.NumberFormat | undefined
let short: Intl.NumberFormat | undefined

const format = (value: number): string => {
  whole ??= new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
  short ??= new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
  return (Math.abs(value) >= 1000 ? whole : short).format(value)
}

/** A number for people: four digits, or all those before the point. */
export const formatNumber = (value: number): string => (Number.isFinite(value) ? format(value) : '–')

export const formatSeconds = (seconds: number): string =>
  seconds < 90 ? `${formatNumber(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`

/** `MASE`, `Coverage 80 %`: how a score is called in headings. */
export function scoreName(name: string): string {
  const interval = /^(coverage|width|winkler)([\d.]+)$/.exec(name)
  if (interval) return `${interval[1][0].toUpperCase()}${interval[1].slice(1)} ${interval[2]} %`
  if (name === 'smape') return 'sMAPE'
  return name === 'pinball' ? 'Pinball' : name.toUpperCase()
}
