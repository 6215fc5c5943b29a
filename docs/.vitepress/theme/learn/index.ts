import { type Component, defineComponent, h } from 'vue'
import { figureOf } from './figure.ts'

const lstm = async (): Promise<Component> => {
  const [{ gatesOf }, data] = await Promise.all([
    import('./gates.ts'),
    import('../../../images/learn/07-gates.json', { with: { type: 'json' } }),
  ])
  return gatesOf(data.default, ['forget', 'input', 'output'])
}

const gru = async (): Promise<Component> => {
  const [{ gatesOf }, data] = await Promise.all([
    import('./gates.ts'),
    import('../../../images/learn/08-gates.json', { with: { type: 'json' } }),
  ])
  return gatesOf(data.default, ['update', 'reset'])
}

const gates = { lstm: figureOf(lstm), gru: figureOf(gru) }

/** The figures with controls, by the names of their tags in the pages of docs/learn. */
export const figures: Readonly<Record<string, Component>> = {
  LearnNorms: figureOf(async () => (await import('./norms.ts')).default),
  LearnAttention: figureOf(async () => (await import('./attention.ts')).default),
  LearnGates: defineComponent({
    props: { cell: { type: String as () => keyof typeof gates, required: true } },
    setup:
      (props, { slots }) =>
      () =>
        h(gates[props.cell], null, slots),
  }),
}
