import { describe, it } from 'vitest'
import { double, type OpCase, opCases } from '../fixtures/read.ts'
import { expectClose } from '../reference/compare.ts'
import { tolerance } from './check.ts'
import { runCase } from './run.ts'
import type { Case } from './values.ts'

const integers = new Set(['attention 3', 'crossEntropy 1'])

const caseOf = ({ kind, attributes, inputs, gradients }: OpCase): Case => ({
  kind,
  attributes,
  inputs: inputs.map(
    (stored, k) =>
      stored && {
        dims: stored.shape,
        type: integers.has(`${kind} ${k}`) ? 'int32' : 'float32',
        tensor: double(stored),
        differentiated: gradients[k] !== null,
      },
  ),
})

describe('ops agree with PyTorch', () => {
  it.each(opCases().map((stored) => [stored.kind, stored.attributes, stored] as const))(
    '%s %o',
    async (kind, _, stored) => {
      const cotangents = stored.cotangents.map(double)
      const { outputs, gradients } = await runCase(caseOf(stored), { asParameter: [], cotangents, threads: 2 })
      outputs.forEach((output, k) => {
        expectClose(`${kind}, output ${k}`, output, double(stored.outputs[k]), tolerance.forward)
      })
      gradients.forEach((gradient, k) => {
        const expected = stored.gradients[k]
        if (gradient && expected) expectClose(`${kind}, gradient ${k}`, gradient, double(expected), tolerance.backward)
      })
    },
  )
})
