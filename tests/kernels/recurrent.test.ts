import fc from 'fast-check'
import { describe } from 'vitest'
import {
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  type RecurrentArrays,
  rnnBackward,
  rnnForward,
} from '../../src/native/index.ts'
import { few, wide } from '../ops/draw.ts'
import { agrees, type Floats } from './check.ts'

interface Passes {
  gates: number
  states: string[]
  forward: typeof rnnForward
  backward: typeof rnnBackward
}

const kinds: Record<'rnn' | 'gru' | 'lstm', Passes> = {
  rnn: { gates: 1, states: ['hidden'], forward: rnnForward, backward: rnnBackward },
  gru: { gates: 3, states: ['hidden'], forward: gruForward as never, backward: gruBackward as never },
  lstm: { gates: 4, states: ['hidden', 'cell'], forward: lstmForward as never, backward: lstmBackward as never },
}

describe.each<[keyof typeof kinds, object]>([
  ['rnn', { nonlinearity: 'tanh' }],
  ['gru', { reset: 'after' }],
  ['gru', { reset: 'before' }],
  ['lstm', {}],
])('%s %o', (kind, attributes) => {
  const { gates, states, forward, backward } = kinds[kind]
  const drawn = fc
    .record({
      batch: few,
      time: fc.constantFrom(1, 2, 3, 6),
      inputSize: wide,
      hiddenSize: wide,
      reverse: fc.boolean(),
      present: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
    })
    .filter((s) => gates * s.batch * s.time * s.hiddenSize * (s.inputSize + s.hiddenSize) < 5e4)
  agrees(
    'gives the states and the gradients of its equations',
    drawn,
    ({ reverse, present, ...sizes }, values, threads) => {
      const { batch, time, inputSize, hiddenSize } = sizes
      const rows = gates * hiddenSize
      const optional = (i: number, shape: number[]) => (present[i] ? values.uniform(shape) : null)
      const weight = (fanIn: number) =>
        values.uniform([rows, fanIn], -2 / Math.sqrt(fanIn + 2), 2 / Math.sqrt(fanIn + 2))
      return {
        kind,
        attributes: { ...attributes, reverse },
        inputs: {
          x: values.uniform([batch, time, inputSize]),
          weight_ih: weight(inputSize),
          weight_hh: weight(hiddenSize),
          bias_ih: optional(0, [rows]),
          bias_hh: optional(1, [rows]),
          ...Object.fromEntries(states.map((state, i) => [state, optional(2 + i, [batch, hiddenSize])])),
          lengths: present[4] ? values.lengths([batch], time) : null,
        },
        outputs: ['output', ...states],
        async passes(arrays, gradients) {
          const options = { ...sizes, ...attributes, reverse, threads, save: true } as const
          const { saved, ...results } = await forward(arrays as unknown as RecurrentArrays, options)
          const back = await backward(saved, gradients, { threads })
          return { results: results as unknown as Floats, gradients: back as unknown as Floats }
        },
      }
    },
  )
})
