import { type Panel, seasonOf } from '../../../series/index.ts'
import type { PanelFacts } from '../../kind.ts'

/** The facts of a panel by which kinds say whether a trial is worth its time. */
export function panelFacts(panel: Panel, horizon: number, season: number = seasonOf(panel.frequency)): PanelFacts {
  const sorted = panel.lengths.toSorted()
  let [observed, zeros, least] = [0, 0, Number.POSITIVE_INFINITY]
  for (let series = 0; series < panel.seriesCount; series++)
    for (const value of panel.history(series)) {
      if (Number.isNaN(value)) continue
      observed++
      if (value === 0) zeros++
      if (value < least) least = value
    }
  return {
    ...{ horizon, season, series: panel.seriesCount, rows: observed },
    typicalRows: sorted[panel.seriesCount >> 1] ?? 0,
    ...{ zeros: observed > 0 ? zeros / observed : 0, least },
    covariates: [...panel.known, ...panel.observed, ...panel.static].map(({ name }) => name),
  }
}
