import { defineComponent, h, onBeforeUnmount, ref, shallowRef } from 'vue'
import { useWidth } from '../learn/controls.ts'
import { forecastChart } from './chart.ts'
import type { Answer, Message, Question } from './messages.ts'
import { numericColumns, readCsv, type Table, timeColumn } from './read_csv.ts'

/** A form for a CSV file, and its forecasts, which are made in this tab. */
export default defineComponent({
  setup() {
    const place = ref<HTMLElement>()
    const width = useWidth(place)
    const table = shallowRef<Table>()
    const [target, horizon] = [ref(-1), ref(12)]
    const [state, trouble] = [ref(''), ref('')]
    const [history, answers] = [shallowRef<readonly number[]>([]), shallowRef<readonly Answer[]>([])]
    let worker: Worker | undefined
    onBeforeUnmount(() => worker?.terminate())

    async function open(file: File | undefined): Promise<void> {
      if (!file) return
      trouble.value = ''
      answers.value = []
      try {
        const found = readCsv(await file.text())
        if (timeColumn(found) < 0) throw new Error('Expected a column of dates such as 2026-01-31, got none')
        if (numericColumns(found).length === 0) throw new Error('Expected a column of numbers, got none')
        table.value = found
        target.value = numericColumns(found)[0]
      } catch (error) {
        table.value = undefined
        trouble.value = (error as Error).message
      }
    }

    function start(): void {
      const found = table.value
      if (!found) return
      const [time, goal] = [found.names[timeColumn(found)], found.names[target.value]]
      const column = (name: string) => found.rows.map((row) => row[found.names.indexOf(name)] ?? '')
      const question: Question = {
        columns: { [time]: column(time), [goal]: column(goal) },
        ...{ time, target: goal, horizon: horizon.value },
      }
      worker?.terminate()
      worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
      answers.value = []
      trouble.value = ''
      worker.addEventListener('message', ({ data }: MessageEvent<Message>) => hear(data))
      worker.addEventListener('error', ({ message }) => hear({ type: 'error', text: message || 'The worker ended' }))
      worker.postMessage(question)
    }

    function hear(message: Message): void {
      if (message.type === 'doing') state.value = message.text
      else if (message.type === 'history') history.value = message.values
      else if (message.type === 'answer') answers.value = [...answers.value, message.answer]
      else {
        state.value = ''
        if (message.type === 'error') trouble.value = message.text
      }
    }

    const fileField = () =>
      h(
        'label',
        {
          class: 'try-drop',
          onDragover: (event: DragEvent) => event.preventDefault(),
          onDrop: (event: DragEvent) => {
            event.preventDefault()
            open(event.dataTransfer?.files[0])
          },
        },
        [
          h('span', 'Drop a CSV file here, or choose one: '),
          h('input', {
            ...{ type: 'file', accept: '.csv,.tsv,.txt', 'aria-label': 'CSV file' },
            onChange: (event: Event) => open((event.target as HTMLInputElement).files?.[0]),
          }),
        ],
      )

    const choices = (found: Table) => [
      h('p', `${found.rows.length} rows. Times: ${found.names[timeColumn(found)]}.`),
      h('label', { class: 'learn-control' }, [
        h('span', 'column to forecast'),
        h(
          'select',
          {
            value: target.value,
            onChange: (event: Event) => {
              target.value = Number((event.target as HTMLSelectElement).value)
            },
          },
          numericColumns(found).map((i) => h('option', { value: i, selected: i === target.value }, found.names[i])),
        ),
      ]),
      h('label', { class: 'learn-control' }, [
        h('span', 'steps ahead'),
        h('input', {
          ...{ type: 'number', min: 1, max: 500, value: horizon.value },
          onInput: (event: Event) => {
            horizon.value = Number((event.target as HTMLInputElement).value)
          },
        }),
      ]),
      h('button', { class: 'try-start', disabled: state.value !== '', onClick: start }, 'Forecast'),
    ]

    const scores = () =>
      h('table', [
        h(
          'thead',
          h(
            'tr',
            ['model', 'MASE', 'MAE', 'in the 80 % interval', 'seconds'].map((name) => h('th', name)),
          ),
        ),
        h(
          'tbody',
          answers.value.map(({ name, mase, mae, coverage, seconds }) =>
            h('tr', [
              h('th', name),
              ...[mase.toFixed(3), mae.toPrecision(3), `${Math.round(100 * coverage)} %`, seconds.toFixed(1)].map(
                (text) => h('td', text),
              ),
            ]),
          ),
        ),
      ])

    return () =>
      h('div', { class: 'try', ref: place }, [
        fileField(),
        ...(table.value ? choices(table.value) : []),
        h('p', { role: 'status', class: 'try-state' }, state.value && `${state.value} …`),
        trouble.value ? h('p', { role: 'alert', class: 'try-trouble' }, trouble.value) : undefined,
        ...(answers.value.length ? [scores()] : []),
        ...answers.value.flatMap((answer) => [h('h3', answer.name), forecastChart(history.value, answer, width.value)]),
      ])
  },
})
