import { listNames } from '../../../base/check.ts'
import type { Choice } from './choose.ts'
import type { Contender } from './contender.ts'

interface Facts {
  readonly choice: Choice
  readonly baselines: readonly Contender[]
  readonly metric: string
  readonly tested: { readonly windows: number; readonly series: number }
  readonly unused: readonly string[]
  readonly leaderboard: readonly Contender[]
}

const shown = (score: number): string => `${Number(score.toPrecision(3))}`
const counted = (count: number, what: string): string =>
  `${count} ${what}${count === 1 || what === 'series' ? '' : 's'}`

/** One line for people: the choice, its score beside that of seasonal naive, and the covariates that it does not read. */
export function reasonFor({ choice, baselines, metric, tested, unused, leaderboard }: Facts): string {
  const { members, score } = choice
  const names = members.map(({ kind }) => kind)
  const what = names.length > 1 ? `the average of ${listNames(names)}` : names[0]
  const others = baselines
    .filter(({ kind }) => !(members.length === 1 && members[0].kind === kind))
    .map(({ kind, score: own }) => `${kind} ${shown(own)}`)
  const beside = others.length > 0 ? `, ${others.join(', ')}` : ''
  const where = `${counted(tested.windows, 'window')} of ${counted(tested.series, 'series')}`
  const parts = [`${what}: ${metric} ${shown(score)} in ${where}${beside}`]
  if (unused.length > 0)
    parts.push(`${listNames(unused)} ${unused.length === 1 ? 'is' : 'are'} not read, ${why(unused, leaderboard)}`)
  return parts.join('; ')
}

/** Why covariates are not read: the candidates that read them score worse, or none of them was tried. */
function why(unused: readonly string[], leaderboard: readonly Contender[]): string {
  const readers = leaderboard.filter(({ covariates = [] }) => unused.some((name) => covariates.includes(name)))
  const scored = readers.filter(({ score }) => !Number.isNaN(score))
  if (scored.length > 0) return `as ${scored[0].kind}, which reads them, has ${shown(scored[0].score)}`
  const reasons = readers.flatMap(({ kind, skipped, error }) =>
    (skipped ?? error) ? [`${kind} was not tried: ${skipped ?? error}`] : [],
  )
  return reasons[0] ?? 'as no candidate reads them'
}
