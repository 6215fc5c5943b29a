/** A row of the tables. */
export interface Result {
  data: string
  kind: string
  /** Mean over the seeds. */
  accuracy: number
  /** The accuracy that is wanted. */
  goal?: number
  logLoss: number
  /** Mean seconds of a fit. */
  seconds: number
  note?: string
}

export function table(results: readonly Result[]): string {
  const head = ['data', 'kind', 'accuracy', 'goal', 'log loss', 'seconds', '']
  const rows = results.map(({ data, kind, accuracy, goal, logLoss, seconds, note = '' }) => [
    ...[data, kind, accuracy.toFixed(4), goal === undefined ? '' : `${accuracy < goal ? '<' : '>='} ${goal}`],
    ...[logLoss.toFixed(3), seconds.toFixed(1), note],
  ])
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i].length)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
