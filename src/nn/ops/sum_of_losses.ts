import { checkList, checkNumber, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { optionsOf, unchecked } from '../../base/options/options.ts'
import { operate, type Value } from '../values/value.ts'
import { Loss } from './losses.ts'

/**
 * A weighted sum of losses, as the loss of a model that learns several tasks: the sum of factor times loss. Each loss is
 * a mean over the elements of its own target. Over several batches the sum is weighted by all elements that count, so
 * masks that keep very different shares of the batches change it slightly.
 *
 * @param losses - one loss or more
 * @param options.factors - a number for each loss, 0 or above; default 1 for each
 * @throws {GatecastError} `ERR_TYPE` for something else than losses, `ERR_RANGE` for another number of factors, or a
 * negative one
 * @see Caruana 1997, "Multitask learning"
 * @example
 * const x = linear(input(['batch', 8]), 16)
 * const level = mse(linear(x, 1), input(['batch', 1]))
 * const kind = crossEntropy(linear(x, 5), input(['batch'], { type: 'int32' }))
 * const loss = sumOfLosses([level, kind], { factors: [1, 0.3] })
 */
export function sumOfLosses(losses: readonly Loss[], options: { factors?: readonly number[] } = {}): Loss {
  const list = checkList('losses of sumOfLosses', losses)
  const { factors = list.map(() => 1) } = optionsOf('sumOfLosses', options, { factors: unchecked })
  list.forEach((loss, i) => {
    if (loss instanceof Loss) return
    throw new GatecastError(
      'ERR_TYPE',
      `Expected losses of sumOfLosses to be losses, got ${shown(loss)} at index ${i}. Make them with mse() and the others`,
    )
  })
  checkList('factors of sumOfLosses', factors).forEach((factor, i) => {
    checkNumber(`factors of sumOfLosses[${i}]`, factor, 0, Number.MAX_VALUE)
  })
  if (list.length === 0 || factors.length !== list.length)
    throw new GatecastError(
      'ERR_RANGE',
      `sumOfLosses: Expected one loss or more and a factor for each, got ${list.length} losses and ${factors.length} factors`,
    )
  const inputs = list.flatMap((loss) => [loss as Value<[]>, loss.weight])
  const [mean, weight] = operate('sumOfLosses', inputs, { factors })
  return new Loss(mean as Value<[]>, weight as Value<[]>)
}
