import { type Target, targets } from '../targets.ts'
import type { Findings } from './context.ts'
import type { Judged } from './judge.ts'
import { digits, duration, percent, table } from './table.ts'

const shown = ({ unit }: Target, value: number): string =>
  unit === 'share' ? percent(value) : unit === 'seconds' ? duration(value) : `${digits(value)} x`

const reached = ({ kind, wanted }: Target, { value }: Judged): boolean =>
  kind === 'at least' ? value >= wanted : value <= wanted

/** A line for each target of these families, with its worst case; and each case that misses. */
export function verdict(findings: Findings, families: readonly string[]): { lines: string; missed: string[] } {
  const missed: string[] = []
  const rows = targets
    .filter(({ family }) => families.includes(family))
    .map((target) => {
      const wanted = `${target.kind} ${shown(target, target.wanted)}`
      const cases = target.measured(findings)
      if (cases.length === 0) return [target.name, wanted, '', '', 'not measured']
      const worst = cases.reduce((a, b) => ((target.kind === 'at least') === a.value < b.value ? a : b))
      const below = cases.filter((one) => !reached(target, one))
      for (const one of below)
        missed.push(
          `${target.name}: ${shown(target, one.value)}, wanted ${wanted}; ${one.of}${one.note ? `, ${one.note}` : ''}`,
        )
      const count = `${cases.length - below.length} of ${cases.length}`
      return [target.name, wanted, shown(target, worst.value), count, below.length > 0 ? 'missed' : 'ok']
    })
  const lines = rows.length === 0 ? '' : table(['target', 'wanted', 'worst', 'reached', ''], rows)
  return { lines, missed }
}
