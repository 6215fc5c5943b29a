import * as onnx from '../../../src/onnx/index.ts'
import { type Cases, of } from '../harness/case.ts'
import { network, smallModel } from '../harness/given.ts'

export const writing: Cases = {
  toOnnx: of(onnx.toOnnx, () => [smallModel(), { states: true }]),
  describeOnnx: of(onnx.describeOnnx, async () => [await network(), { states: false }], 10),
}
