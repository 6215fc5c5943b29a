import { html } from '../html.ts'
import type { Section } from '../page_data.ts'
import type { RunFigures } from '../report_parts.ts'
import { formatSeconds } from '../text.ts'
import { plural } from './backtest.ts'
import { facts, tableCard } from './figure.ts'

/** What a job did, and the series that it could not forecast as it should. */
export function runSection({ series, seconds, failed, failures, facts: more }: RunFigures): Section {
  const some = failures.length < failed ? `, ${failures.length.toLocaleString('en')} of them listed` : ''
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
            `The model could not forecast ${plural(failed, 'series')}${some}. Where there is a fallback, the output has that instead.`,
          )
        : html`<div class="card half"><h3>Failures</h3><p class="text">The model could forecast every series.</p></div>`
    }
  </div>
</section>`,
    ...(failed > 0 && {
      tables: {
        failures: {
          columns: [{ name: 'Series' }, { name: 'Reason', isText: true }, { name: 'Fallback', isText: true }],
          variants: [failures.map(({ series, reason, fallback }) => [series, reason, fallback])],
        },
      },
    }),
  }
}
