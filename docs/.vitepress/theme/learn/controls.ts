import { h, onBeforeUnmount, onMounted, type Ref, ref, type VNode } from 'vue'

/** The width of an element in pixels, so that charts have letters of the same size on every screen. */
export function useWidth(element: Ref<HTMLElement | undefined>): Ref<number> {
  const width = ref(640)
  let observer: ResizeObserver | undefined
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => {
      width.value = Math.round(entry.contentRect.width)
    })
    if (element.value) observer.observe(element.value)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return width
}

/** A slider over the whole numbers from 0 to `last`; arrow keys move it. */
export const slider = (label: string, value: Ref<number>, last: number, shown: string): VNode =>
  h('label', { class: 'learn-control' }, [
    h('span', label),
    h('input', {
      ...{ type: 'range', min: 0, max: last, step: 1, value: value.value, 'aria-valuetext': shown },
      onInput: (event: Event) => {
        value.value = Number((event.target as HTMLInputElement).value)
      },
    }),
    h('output', shown),
  ])

/** A choice of one of several names. */
export const choice = (label: string, value: Ref<number>, names: readonly string[]): VNode =>
  h('label', { class: 'learn-control' }, [
    h('span', label),
    h(
      'select',
      {
        value: value.value,
        onChange: (event: Event) => {
          value.value = Number((event.target as HTMLSelectElement).value)
        },
      },
      names.map((name, i) => h('option', { value: i, selected: i === value.value }, name)),
    ),
  ])
