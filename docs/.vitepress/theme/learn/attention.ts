import { defineComponent, h, ref } from 'vue'
import data from '../../../images/learn/09-maps.json' with { type: 'json' }
import { choice, slider, useWidth } from './controls.ts'

const names = Object.keys(data) as (keyof typeof data)[]
const edge = 30

/** A map of the share that each query gives to each key, with a slider for the query. */
export default defineComponent({
  setup() {
    const place = ref<HTMLElement>()
    const width = useWidth(place)
    const puzzle = ref(0)
    const query = ref(9)
    return () => {
      const { labels, rows } = data[names[puzzle.value]]
      const cell = Math.min(26, Math.floor((width.value - edge - 2) / labels.length))
      const size = edge + labels.length * cell
      const row = rows[query.value]
      const best = row.map((_, key) => key).sort((a, b) => row[b] - row[a])
      const label = (at: number, down: boolean) =>
        h(
          'text',
          {
            ...(down ? { x: edge - 6, y: edge + (at + 0.5) * cell + 4 } : { x: edge + (at + 0.5) * cell, y: edge - 8 }),
            ...{
              class: ['learn-tick', down && at === query.value && 'learn-chosen'],
              'text-anchor': down ? 'end' : 'middle',
            },
          },
          labels[at],
        )
      const cells = rows.flatMap((shares, r) =>
        shares.map((share, c) =>
          h('rect', {
            ...{ x: edge + c * cell, y: edge + r * cell, width: cell, height: cell, class: 'learn-cell' },
            ...{
              'fill-opacity': share,
              onClick: () => {
                query.value = r
              },
            },
          }),
        ),
      )
      const frame = { x: edge, y: edge + query.value * cell, width: labels.length * cell, height: cell }
      const found = best.slice(0, 3).filter((key) => row[key] >= 0.01)
      return h('div', { ref: place }, [
        choice('puzzle', puzzle, names),
        slider('query', query, labels.length - 1, `step ${query.value}: ${labels[query.value]}`),
        h(
          'svg',
          {
            ...{ width: size, height: size + 2, viewBox: `0 0 ${size} ${size + 2}`, role: 'img' },
            'aria-label': `Shares of ${names[puzzle.value]}; rows are queries, columns are keys`,
          },
          [
            ...cells,
            h('rect', { ...frame, class: 'learn-frame' }),
            ...labels.flatMap((_, at) => [label(at, true), label(at, false)]),
          ],
        ),
        h('p', { class: 'learn-equation', 'aria-live': 'polite' }, [
          h('span', `Step ${query.value} (${labels[query.value]}) looks at `),
          h('strong', found.map((key) => `step ${key} (${labels[key]}) ${(100 * row[key]).toFixed(0)} %`).join(', ')),
        ]),
      ])
    }
  },
})
