import { expect, it } from 'vitest'
import { gru } from '../../src/index.ts'
import { inspect } from '../../src/inspect/index.ts'
import { datasets } from './panels.ts'

const options = { horizon: 3, hiddenSize: 6, context: 12, calendar: false } as const
const fit = { epochs: 2, calibrate: false }

it('inspect reads a network that learned with weights as one that learned without', async () => {
  const panel = datasets.priced(2, 60, 3)
  const ones = { name: 'trust', kind: 'numeric', values: new Float64Array(panel.rowCount).fill(1) } as const
  using plain = gru(options)
  using weighted = gru(options)
  await plain.fit(panel, fit)
  await weighted.fit(panel.with({ observed: [...panel.observed, ones] }), { ...fit, weights: 'trust' })
  const [expected, got] = [await inspect(plain, panel), await inspect(weighted, panel)]
  expect(got.gradientNorms).toEqual(expected.gradientNorms)
  expect(got.gates).toEqual(expected.gates)
})
