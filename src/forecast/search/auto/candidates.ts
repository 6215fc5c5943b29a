// The candidates of `auto`. A kind says itself which of its options are worth a trial (`auto`), on which data they are not
// (`against`), and what a trial costs (`cost`).

import { defined } from '../../../base/defined.ts'
import type { Panel } from '../../../series/index.ts'
import type { Forecaster } from '../../forecaster.ts'
import type { Cost, ForecasterKind } from '../../kind.ts'
import { kinds } from '../../kinds/index.ts'
import { detectSeasons } from '../../season/detect_season.ts'
import { foundSeason } from '../../season/season.ts'
import type { SupportOptions } from '../../support.ts'
import { covariatesOf } from '../covariates_of.ts'
import type { Trial } from './contender.ts'
import { panelFacts } from './panel_facts.ts'

/**
 * The local methods that `auto` tries by default, quick ones first.
 *
 * @param horizon - steps to forecast
 * @returns forecasters that have learned nothing yet
 * @throws {GatecastError} `ERR_RANGE` for a horizon that is no whole number from 1
 * @example
 * const { forecaster } = await auto(panel, { horizon: 12, candidates: localCandidates(12) })
 */
export const localCandidates = (horizon: number): Forecaster[] =>
  candidatesOf(({ cost }) => cost !== 'training', horizon)

/**
 * Networks that learn from all series at once, with their default settings.
 *
 * @param horizon - steps to forecast
 * @returns forecasters that have learned nothing yet
 * @throws {GatecastError} `ERR_RANGE` for a horizon that is no whole number from 1
 * @example
 * const candidates = [seasonalNaive({ horizon: 12 }), ...networkCandidates(12)]
 */
export const networkCandidates = (horizon: number): Forecaster[] =>
  candidatesOf(({ cost }) => cost === 'training', horizon)

const candidatesOf = (which: (kind: ForecasterKind) => boolean, horizon: number): Forecaster[] =>
  kinds.filter(which).flatMap(({ auto, make }) => auto.map((options) => make({ horizon, ...options })))

/**
 * The default candidates for a panel, with the reason against those that are not worth a trial. An index has no usual
 * season, so the candidates get those that are found in its data.
 */
export function defaultCandidates(panel: Panel, horizon: number, support: SupportOptions): Trial[] {
  const seasons = panel.frequency.unit === 'step' ? detectSeasons(panel) : undefined
  const facts = panelFacts(panel, horizon, seasons?.[0])
  return kinds.flatMap((kind) =>
    kind.auto.map((options) => {
      const isNetwork = kind.cost === 'training'
      const found = seasons && 'season' in kind.options ? { season: foundSeason(seasons, isNetwork) } : {}
      const trial = trialOf(kind.make({ horizon, ...found, ...support, ...options }), panel)
      return { ...trial, ...defined({ skipped: kind.against?.(facts, options) }) }
    }),
  )
}

export const trialOf = (forecaster: Forecaster, panel: Panel): Trial => ({
  ...{ forecaster, kind: forecaster.kind, configuration: forecaster.options ?? null },
  ...{ score: Number.NaN, seconds: 0, weight: 0, final: false, backtest: null, fit: {}, fitSeconds: 0 },
  ...defined({ covariates: covariatesOf(forecaster, panel) }),
})

/** The place of a network among those that are tried. */
export const orderOf = ({ kind }: Pick<Trial, 'kind'>): number =>
  kinds.find(({ name }) => name === kind)?.autoOrder ?? usualOrder

const usualOrder = 5

/** The cost class of a candidate; `undefined` for a forecaster of another kind than those of the table. */
export const costOf = ({ kind }: Pick<Trial, 'kind'>): Cost | undefined => kinds.find(({ name }) => name === kind)?.cost
