/** A published number, as it is printed, and our number. */
export interface Check {
  data: string
  method: string
  metric: string
  published: string
  ours: number
  /** If no number is published, the limits of our number. */
  between?: readonly [low: number, high: number]
}

const digits = (published: string): number => published.split('.')[1]?.length ?? 1

/** Our number, rounded like the published one. */
const rounded = ({ published, ours }: Check): string => {
  const text = ours.toFixed(digits(published))
  return published.startsWith('.') ? text.replace(/^0/, '') : text
}

export const matches = (check: Check): boolean => {
  const { between, ours, published } = check
  return between ? ours >= between[0] && ours <= between[1] : rounded(check) === published
}

export function table(checks: readonly Check[]): string {
  const rows = checks.map((check) => [
    check.data,
    check.method,
    check.metric,
    check.published,
    rounded(check),
    matches(check) ? '' : 'differs',
  ])
  const all = [['data', 'method', 'metric', 'published', 'ours', ''], ...rows]
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (row: string[]) =>
    row
      .map((cell, column) =>
        column === 3 || column === 4 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd()
  return all.map(line).join('\n')
}
