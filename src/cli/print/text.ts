// Formats numbers, durations and tables as text.

// The number formats are made on first use: making the first one takes longer than printing help.
let short: Intl.NumberFormat | undefined
let whole: Intl.NumberFormat | undefined

const rounded = (value: number): string => {
  short ??= new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
  return short.format(value)
}

export const count = (value: number): string => {
  whole ??= new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
  return whole.format(value)
}

export const number = (value: number | null): string => {
  if (value === null || !Number.isFinite(value)) return '-'
  return (Math.abs(value) >= 1000 ? count : rounded)(value)
}

export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?'
  if (seconds < 60) return `${seconds < 10 ? rounded(Number(seconds.toFixed(1))) : Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`
}

/** A table of aligned columns: numbers to the right, texts to the left. */
export function table(rows: readonly (readonly (string | number | null)[])[], header?: readonly string[]): string {
  const isNumber = (rows[0] ?? []).map((_, column) => rows.every((row) => typeof row[column] !== 'string'))
  const all = [
    ...(header ? [header] : []),
    ...rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : number(cell)))),
  ]
  const widths = all.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)), [])
  return all
    .map((row) =>
      row
        .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Lines of a name and a value. */
export const facts = (rows: readonly (readonly [string, string])[]): string => {
  const width = rows.reduce((most, [name]) => Math.max(most, name.length), 0)
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}
