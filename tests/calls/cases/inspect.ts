import * as gatecast from '../../../src/index.ts'
import * as inspection from '../../../src/inspect/index.ts'
import { type Cases, method, of, soon } from '../harness/case.ts'
import { local, network, once, panel, smallModel } from '../harness/given.ts'

const call = () => ({ signal: soon(), threads: 1 })

export const looking: Cases = {
  inspect: of(inspection.inspect, async () => [await network(), panel(), { ...call() }], 10),
  integratedGradients: of(inspection.integratedGradients, async () => [await network(), panel(), call()], 10),
  permutationImportance: of(
    inspection.permutationImportance,
    () => [local(), panel(), { repeats: 2, signal: AbortSignal.timeout(3000) }],
    10,
  ),
  variableWeights: of(inspection.variableWeights, async () => [await chooser(), panel(), call()], 10),
  summary: of(inspection.summary, () => [smallModel(), { time: 24 }]),
  'Summary.toString': method(() => inspection.summary(smallModel()), 'toString'),
}
const chooser = once(async () => {
  const model = gatecast.tft({ horizon: 3, hiddenSize: 4 })
  await model.fit(panel(), { epochs: 1 })
  return model
})
