import type { Tensor } from '../../../addon/index.ts'
import type { Turns } from '../../../base/resources/turns.ts'

/**
 * The hidden state before each step, in the order in which an op runs.
 *
 * @param output - the state after each step
 * @param first - the state before the first step; `undefined` for zeros
 * @param valid - number of steps of each row
 */
export async function statesBefore(
  { units, reverse }: { readonly units: number; readonly reverse: boolean },
  output: Tensor,
  first: Tensor['data'] | undefined,
  valid: Int32Array,
  turns: Turns,
): Promise<Float32Array> {
  const [batch, steps] = output.shape
  const before = new Float32Array(output.data.length)
  for (let row = 0; row < batch; row++) {
    const start = row * steps * units
    const size = valid[row] * units
    const all = output.data.subarray(start, start + size)
    if (reverse) before.set(all.subarray(units), start)
    else before.set(all.subarray(0, Math.max(0, size - units)), start + units)
    const at = reverse ? start + size - units : start
    if (size > 0 && first) before.set(first.subarray(row * units, (row + 1) * units), at)
    else if (size > 0) before.fill(0, at, at + units)
    if (turns.isOver) await turns.next()
  }
  return before
}
