/** Aligns columns of text: the first ones to the left, all others to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], left = 1): string {
  const all = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => (column < left ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const percent = (share: number): string => `${Math.round(100 * share)} %`

/** A number in three digits, for example 0.123, 12.3, 1234 and 1.2e+6. */
export const digits = (value: number): string =>
  value >= 1e5
    ? value.toExponential(1)
    : value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3)

export const times = (ratio: number): string => `${digits(ratio)} x`

const units: [limit: number, factor: number, unit: string][] = [
  [1e-6, 1e9, 'ns'],
  [1e-3, 1e6, 'us'],
  [1, 1e3, 'ms'],
]

export function duration(seconds: number): string {
  const [, factor, unit] = units.find(([limit]) => seconds < limit) ?? [0, 1, 's']
  return `${digits(factor * seconds)} ${unit}`
}
