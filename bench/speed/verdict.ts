import { type Target, targets } from '../targets.ts'
import type { Findings } from './context.ts'
import type { Judged } from './judge.ts'
import { digits, duration, percent, table } from './table.ts'

const shown = ({ unit }: Target, value: number): string =>
  unit === 'share' ? percent(value) : unit === 'seconds' ? duration(value) : `${digits(value)} x`

const wantedOf = (target: Target, { wanted = target.wanted }: Judged): number => wanted

const reached = (target: Target, one: Judged): boolean =>
  target.kind === 'at least' ? one.value >= wantedOf(target, one) : one.value <= wantedOf(target, one)

/** The worse of two cases: the one nearer to missing its target, or missing it by more. */
const worseOf =
  (target: Target) =>
  (a: Judged, b: Judged): Judged =>
    (target.kind === 'at least') === a.value / wantedOf(target, a) < b.value / wantedOf(target, b) ? a : b

/** One line for each target of some families, with its worst case, and one line for each missed case. */
export function verdict(findings: Findings, families: readonly string[]): { lines: string; missed: string[] } {
  const missed: string[] = []
  const rows = targets
    .filter(({ family }) => families.includes(family))
    .map((target) => {
      const wanted = (one?: Judged) => `${target.kind} ${shown(target, one?.wanted ?? target.wanted)}`
      const cases = target.measured(findings)
      if (cases.length === 0) return [target.name, wanted(), '', '', 'not measured']
      const worst = cases.reduce(worseOf(target))
      const below = cases.filter((one) => !reached(target, one))
      for (const one of below)
        missed.push(
          `${target.name}: ${shown(target, one.value)}, wanted ${wanted(one)}; ${one.of}${one.note ? `, ${one.note}` : ''}`,
        )
      const count = `${cases.length - below.length} of ${cases.length}`
      return [target.name, wanted(worst), shown(target, worst.value), count, below.length > 0 ? 'missed' : 'ok']
    })
  const lines = rows.length === 0 ? '' : table(['target', 'wanted', 'worst', 'reached', ''], rows)
  return { lines, missed }
}
