import { formatCount, formatNumber } from '../format_text.ts'
import { html } from '../html.ts'
import type { Section, TableData } from '../page_data.ts'
import type { TriedModels } from '../report_parts.ts'
import { scoreLabel } from '../scores/score_labels.ts'
import { tableCard } from './figure.ts'

/** The models that were compared before one was chosen. */
export function triedSection(tried: TriedModels): Section {
  const { windows, series } = tried.tested
  return {
    html: html`
<section id="tried" aria-labelledby="tried-heading">
  <h2 id="tried-heading">Models</h2>
  <div class="grid">
    ${tableCard('models', 'Models that were compared', `Each forecast the same ${formatCount(windows, 'window')} of ${formatCount(series, 'series')}. The comparison trains networks for a shorter time than the chosen model.`)}
  </div>
</section>`,
    tables: { models: triedTable(tried) },
  }
}

function triedTable({ metric, leaderboard }: TriedModels): TableData {
  const { label, unit, factor, lowerIsBetter } = scoreLabel(metric)
  const readsCovariates = leaderboard.some(({ covariates }) => covariates?.length)
  return {
    columns: [
      { name: 'Model' },
      { name: label, unit, best: lowerIsBetter },
      ...(readsCovariates ? [{ name: 'Covariates', isText: true }] : []),
      { name: 'Result', isText: true },
    ],
    variants: [
      leaderboard.map(({ kind, score, weight = 0, covariates = [], skipped, error }) => [
        kind,
        Number.isFinite(score) ? factor * score : null,
        ...(readsCovariates ? [covariates.join(', ') || 'none'] : []),
        error ?? skipped ?? chosenText(weight),
      ]),
    ],
  }
}

function chosenText(weight: number): string {
  if (weight === 0) return ''
  return weight === 1 ? 'chosen' : `chosen, ${formatNumber(100 * weight)} % of the average`
}
