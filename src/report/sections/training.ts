import type { EpochSummary, History } from '../../nn/index.ts'
import { lineOption } from '../charts/line_option.ts'
import { formatNumber } from '../format_text.ts'
import { html } from '../html.ts'
import type { Section } from '../page_data.ts'
import { figure } from './figure.ts'

/** Loss, validation, learning rate and norm of the gradients over the epochs. */
export function trainingSection({ epochs, bestEpoch, stoppedEarly }: History): Section {
  const labels = epochs.map(({ epoch }) => epoch)
  const names = [...new Set(epochs.flatMap(({ validation }) => Object.keys(validation ?? {})))]
  const column = (of: (epoch: EpochSummary) => number | undefined) => epochs.map((epoch) => of(epoch) ?? null)
  const losses = [
    { name: 'Training', values: column(({ loss }) => loss) },
    ...names.map((name) => ({
      name: name === 'loss' ? 'Validation' : `Validation ${name}`,
      values: column(({ validation }) => validation?.[name]),
    })),
  ]
  const all = losses.flatMap(({ values }) => values.filter((value) => value !== null))
  // On a linear axis, a loss that falls by a large factor is a flat line. Likelihoods may be negative: no logarithm
  // then.
  const log = Math.min(...all) > 0 && Math.max(...all) / Math.min(...all) > 20
  // The text of the mark stands on the side of its line that has more room.
  const side = bestEpoch > epochs.length / 2 ? 'right' : 'left'
  const mark = { at: `${bestEpoch}`, name: `weights of ${bestEpoch}`, side } as const
  const one = (option: Omit<Parameters<typeof lineOption>[0], 'x' | 'labels'>) => ({
    variants: [{ name: '', option: lineOption({ x: 'Epoch', labels, ...option }) }],
  })
  const best = epochs.find(({ epoch }) => epoch === bestEpoch)
  return {
    html: html`
<section id="training" aria-labelledby="training-title">
  <h2 id="training-title">Training</h2>
  <p class="lead">${epochs.length} epochs${stoppedEarly && ', stopped early'}. The model has the weights of epoch ${bestEpoch}, with a loss of ${formatNumber(best?.loss ?? Number.NaN)}${best?.validation?.loss !== undefined && ` in training and ${formatNumber(best.validation.loss)} in validation`}.</p>
  <div class="grid">
    ${figure({ id: 'loss', title: 'Loss', text: `Loss of each epoch${log ? ', on a logarithmic axis' : ''}. If the validation loss rises while the training loss falls, the model overfits.`, size: 'wide' })}
    ${figure({ id: 'rate', title: 'Learning rate', text: 'Learning rate at the end of each epoch.' })}
    ${figure({ id: 'gradient', title: 'Gradient norm', text: 'Norm before clipping, mean over the steps of each epoch.' })}
  </div>
</section>`,
    charts: {
      loss: one({ y: 'Loss', lines: losses, log, mark }),
      rate: one({
        y: 'Learning rate',
        lines: [{ name: 'Learning rate', values: column((e) => e.learningRate), colour: 2 }],
      }),
      gradient: one({
        y: 'Norm',
        lines: [{ name: 'Gradient norm', values: column((e) => e.gradientNorm), colour: 3 }],
      }),
    },
  }
}
