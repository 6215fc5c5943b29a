import { formatCount, formatSeconds } from '../format_text.ts'
import { html } from '../html.ts'
import type { Section, TableData } from '../page_data.ts'
import type { RunFigures } from '../report_parts.ts'
import { facts, tableCard } from './figure.ts'

/** Figures of a job, and the series that its model could not forecast. */
export function runSection({ series, seconds, failed, failures, facts: more }: RunFigures): Section {
  const some = failures.length < failed ? `; the table lists ${failures.length.toLocaleString('en')} of them` : ''
  return {
    html: html`
<section id="run" aria-labelledby="run-title">
  <h2 id="run-title">Run</h2>
  <div class="grid">
    <div class="card half"><h3>Figures</h3>${facts([['Series', series.toLocaleString('en')], ['Time', formatSeconds(seconds)], ...more])}</div>
    ${
      failed > 0
        ? tableCard(
            'failures',
            'Failures',
            `The model could not forecast ${formatCount(failed, 'series')}${some}. If there is a fallback, the output has the forecast of the fallback.`,
          )
        : html`<div class="card half"><h3>Failures</h3><p class="text">None: the model forecast every series.</p></div>`
    }
  </div>
</section>`,
    tables: { failures: failed > 0 ? failureTable(failures) : undefined },
  }
}

const failureTable = (failures: RunFigures['failures']): TableData => ({
  columns: [{ name: 'Series' }, { name: 'Reason', isText: true }, { name: 'Fallback', isText: true }],
  variants: [failures.map(({ series, reason, fallback }) => [series, reason, fallback])],
})
