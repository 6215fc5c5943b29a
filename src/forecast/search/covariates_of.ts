import type { Panel } from '../../series/index.ts'
import type { Forecaster } from '../forecaster.ts'
import type { ForecasterKind } from '../kind.ts'
import { kinds } from '../kinds/index.ts'

const roles = ['known', 'observed', 'static'] as const

/** The covariates of a panel that a kind reads. */
export const covariatesRead = ({ uses }: Pick<ForecasterKind, 'uses'>, panel: Panel): string[] =>
  roles.flatMap((role) => (uses[role] ? panel[role].map(({ name }) => name) : []))

/** The covariates of a panel that a forecaster reads; `undefined` if it does not say it before `fit`. */
export function covariatesOf(forecaster: Forecaster, panel: Panel): string[] | undefined {
  const used = forecaster.facts?.().covariates
  if (used)
    return roles.flatMap((role) => panel[role].map(({ name }) => name).filter((name) => used[role].includes(name)))
  const kind = kinds.find(({ name }) => name === forecaster.kind)
  return kind && covariatesRead(kind, panel)
}
