import { defineComponent, h, ref } from 'vue'
import data from '../../../images/learn/05-norms.json' with { type: 'json' }
import { slider, useWidth } from './controls.ts'
import { legend, lineChart } from './line_chart.ts'

const power = (log: number): string => `1e${Math.round(log) < 0 ? '−' : '+'}${Math.abs(Math.round(log))}`
const read = [10, 50, 100, 500]

/** The norm of the gradient over 500 steps, for the scale of W that a slider chooses. */
export default defineComponent({
  setup() {
    const place = ref<HTMLElement>()
    const width = useWidth(place)
    const chosen = ref(data.stretches.indexOf(2))
    return () => {
      const rows = [data.tanh[chosen.value], data.relu[chosen.value]]
      const valueAt = (row: number[], step: number) => power(row[data.steps.indexOf(step)])
      return h('div', { ref: place }, [
        slider(
          'largest singular value of W',
          chosen,
          data.stretches.length - 1,
          data.stretches[chosen.value].toFixed(2),
        ),
        legend(['tanh', 'ReLU']),
        lineChart({
          label: `Norm of the gradient for a largest singular value of ${data.stretches[chosen.value]}`,
          ...{ width: width.value, height: 300, x: [0, 500], y: [-100, 60], xTicks: [0, 100, 200, 300, 400, 500] },
          ...{ yTicks: [-100, -75, -50, -25, 0, 25, 50], yText: power },
          lines: rows.map((values, i) => ({ name: ['tanh', 'ReLU'][i], at: data.steps, values })),
        }),
        h('p', { class: 'learn-axis' }, 'steps back from the last step'),
        h('table', [
          h('thead', h('tr', [h('th', 'steps back'), ...read.map((step) => h('th', `${step}`))])),
          h(
            'tbody',
            rows.map((row, i) =>
              h('tr', [h('th', ['tanh', 'ReLU'][i]), ...read.map((step) => h('td', valueAt(row, step)))]),
            ),
          ),
        ]),
      ])
    }
  },
})
