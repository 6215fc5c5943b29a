// Values that the examples of gatecast/sequences use without declaring them: temperatures, and a model of letters.

import { panelFromSeries } from 'gatecast'

const temperature = (t: number) => 20 + 4 * Math.sin((2 * Math.PI * t) / 24) + Math.sin(7 * t * t)
const hours = (count: number, start: string) =>
  panelFromSeries([{ id: 'pump', start, values: Array.from({ length: count }, (_, t) => temperature(t)) }], {
    frequency: 'h',
  })

export const lastMonth = hours(720, '2024-05-01')
export const thisWeek = hours(168, '2024-06-03')

/** A letter is probable if it differs from the letter before. */
const logOf = (letter: string, before: string | undefined) => Math.log(letter === before ? 0.02 : 0.98)
export const letters = {
  async logProbability(text: string) {
    const steps = Array.from(text, (letter, i) => logOf(letter, text[i - 1]))
    return { total: steps.reduce((sum, step) => sum + step, 0), steps }
  },
  stream() {
    let before: string | undefined
    return {
      push(letter: string) {
        const logProbability = logOf(letter, before)
        before = letter
        return { logProbability }
      },
    }
  },
}
