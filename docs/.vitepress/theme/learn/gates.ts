import { defineComponent, h, ref } from 'vue'
import { choice, slider, useWidth } from './controls.ts'
import { legend, lineChart } from './line_chart.ts'

/** The series, and for each gate or state a row for each step with a number for each unit. */
export interface GatesData {
  series: number[]
  cell?: number[][]
  hidden: number[][]
  candidate: number[][]
  [gate: string]: number[][] | number[] | undefined
}

const two = (value: number): string => value.toFixed(2).replace('-', '−')

/** The gates of one unit over a series, with a slider for the step. */
export const gatesOf = (data: GatesData, gates: readonly string[]) =>
  defineComponent({
    setup() {
      const place = ref<HTMLElement>()
      const width = useWidth(place)
      const step = ref(120)
      const unit = ref(0)
      const steps = data.series.map((_, t) => t)
      const units = data.hidden[0].map((_, i) => `${i + 1}`)
      const of = (name: string, t: number) => (t < 0 ? 0 : (data[name] as number[][])[t][unit.value])
      /** The equation of the state at the chosen step, in numbers. */
      const equation = (t: number) => {
        const state = data.cell ? 'cell' : 'hidden'
        const [kept, entered] = data.cell ? [of('forget', t), of('input', t)] : [of('update', t), 1 - of('update', t)]
        const [sum, past, fresh] = [of(state, t), of(state, t - 1), of('candidate', t)].map(two)
        const names = data.cell ? 'forget × old cell + input × candidate' : 'z × old state + (1 − z) × candidate'
        return [h('span', `${names} = `), h('strong', `${two(kept)} × ${past} + ${two(entered)} × ${fresh} = ${sum}`)]
      }
      return () => {
        const t = step.value
        const shared = {
          width: width.value,
          x: [0, steps.length - 1],
          xTicks: [0, 60, 120, 180, 240, 300],
          mark: t,
        } as const
        const lines = gates.map((name) => ({ name, at: steps, values: steps.map((k) => of(name, k)) }))
        return h('div', { ref: place }, [
          choice('unit', unit, units),
          slider('month', step, steps.length - 1, `${t}`),
          h('p', { class: 'learn-axis' }, ['sunspots: ', h('strong', data.series[t].toFixed(0))]),
          lineChart({
            ...{ ...shared, label: `Sunspots, month ${t}`, height: 110, y: [0, 260], yTicks: [0, 100, 200] },
            lines: [{ name: 'sunspots', at: steps, values: data.series }],
          }),
          legend(
            gates.map((name) => `${name} gate`),
            gates.map((name) => two(of(name, t))),
          ),
          lineChart({
            ...{
              ...shared,
              label: `Gates of unit ${unit.value + 1}, month ${t}`,
              height: 200,
              y: [0, 1],
              yTicks: [0, 0.5, 1],
            },
            lines,
          }),
          h('p', { class: 'learn-equation', 'aria-live': 'polite' }, equation(t)),
        ])
      }
    },
  })
