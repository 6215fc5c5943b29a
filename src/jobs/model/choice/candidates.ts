// The models that a job with `model: auto` tries.

import type { FitOptions } from '../../../forecast/index.ts'
import type { ForecasterKind, QuickTrial } from '../../../forecast/kind.ts'
import { kinds } from '../../../forecast/kinds/index.ts'
import { panelFacts } from '../../../forecast/search/auto/panel_facts.ts'
import { covariatesRead } from '../../../forecast/search/covariates_of.ts'
import type { SupportOptions } from '../../../forecast/support.ts'
import type { Panel } from '../../../series/index.ts'
import type { RunOptions } from '../../events.ts'
import type { ModelOfKind } from '../model_kinds.ts'
import { withSeason } from './index_season.ts'

export interface Candidate {
  readonly model: ModelOfKind
  /** Options of `fit` in the trial. */
  readonly trialFit: FitOptions
  /** Options of `fit` for the whole source. */
  readonly fit: FitOptions
  /** The covariates that it reads. */
  readonly covariates: string[]
  /** Whether it is trained. */
  readonly trains: boolean
  /** Rows that the longest series must have. */
  readonly needs: number
}

/** The kinds with a trial, simple ones first: of equal scores the first one wins. */
export function candidatesFor(
  panel: Panel,
  total: { series: number; rows: number },
  { horizon, season, support }: { horizon: number; season?: number | readonly number[]; support?: SupportOptions },
  { onEvent }: RunOptions,
): Candidate[] {
  const facts = panelFacts(panel, horizon, typeof season === 'object' ? season[0] : season)
  const typical = panel.lengths.toSorted()[panel.seriesCount >> 1] ?? 0
  return kinds.flatMap((kind): Candidate[] => {
    const covariates = covariatesRead(kind, panel)
    const trial = covariates.length > 0 ? (kind.withCovariates ?? kind.quick) : kind.quick
    if (!trial || (kind.cost !== 'training' && kind.against?.(facts, trial.options ?? {}) !== undefined)) return []
    const reason = reasonAgainst(trial, total, typical, horizon)
    if (reason) {
      onEvent?.({ type: 'note', text: `not tried: ${kind.name}, ${reason}` })
      return []
    }
    const options = withSeason({ kind: kind.name, ...trial.options, ...support }, season)
    return [candidateOf(kind, trial, options, covariates, horizon)]
  })
}

function candidateOf(
  kind: ForecasterKind,
  trial: QuickTrial,
  model: ModelOfKind,
  covariates: string[],
  horizon: number,
): Candidate {
  const { calibrate: _, ...fit } = trial.fit ?? {}
  return {
    model,
    trialFit: trial.fit ?? {},
    // A trial may do without calibrated intervals. A forecast may not.
    fit,
    covariates,
    trains: kind.cost === 'training',
    needs: kind.needs({ horizon }),
  }
}

/** Why a trial is left out, or `undefined` if it is made. */
function reasonAgainst(
  { mostSeries = Number.POSITIVE_INFINITY, mostRows = Number.POSITIVE_INFINITY, ...least }: QuickTrial,
  { series, rows }: { series: number; rows: number },
  typical: number,
  horizon: number,
): string | undefined {
  const { leastRows = 0, leastHorizons = 0 } = least
  if (series > mostSeries) return `which would take too long for ${series.toLocaleString('en')} series`
  if (typical > mostRows) return `which would take too long for series of ${typical.toLocaleString('en')} rows`
  return rows < leastRows || typical / horizon < leastHorizons ? 'for which there is too little data' : undefined
}
