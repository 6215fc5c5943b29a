// Random cases of attention.
import fc from 'fast-check'
import { dims, sequence } from '../draw.ts'
import { present } from '../values.ts'
import { defineCases, type OpCases } from './define.ts'

const width = fc.constantFrom(1, 2, 3, 5, 8, 16, 17)

const drawn = fc
  .record({
    ...sequence,
    batch: fc.constantFrom(1, 2, 3),
    keys: fc.constantFrom(1, 2, 4, 7, 17),
    heads: fc.constantFrom(1, 2, 3),
    d: width,
    e: width,
    causal: fc.boolean(),
    lengths: fc.boolean(),
    scale: fc.option(fc.constantFrom(0.25, 1)),
  })
  .filter(({ batch, time, keys, heads, d, e, causal }) => {
    const longest = causal ? time : keys
    return batch * heads * time * longest * (d + e) < 2e4
  })

export const attention: readonly OpCases[] = [
  defineCases('attention', 'averages the values of the keys that a query sees', drawn, (shape, values) => {
    const { keys, heads, d, e, causal, lengths, scale, ...rest } = shape
    const { B, T } = dims(rest)
    // A causal query t sees the keys 0 to t, so the number of keys is the number of queries.
    const Tk = causal ? T : keys
    return {
      attributes: present({ heads, causal, scale }),
      inputs: [
        values.uniform([B, T, heads * d]),
        values.uniform([B, Tk, heads * d]),
        values.uniform([B, Tk, heads * e]),
        lengths ? values.lengths([B], causal ? rest.time : keys) : null,
      ],
    }
  }),
]
