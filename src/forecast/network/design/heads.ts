import { GatecastError } from '../../../base/error.ts'

/** @throws {GatecastError} `ERR_RANGE` unless the heads of an attention divide the width of its tokens */
export function checkHeads({ heads, hiddenSize }: { heads: number; hiddenSize: number }): void {
  if (hiddenSize % heads === 0) return
  const nearest = Math.ceil(hiddenSize / heads) * heads
  throw new GatecastError(
    'ERR_RANGE',
    `Expected hiddenSize to be a multiple of heads (${heads}), got ${hiddenSize}. Use hiddenSize: ${nearest}`,
  )
}
