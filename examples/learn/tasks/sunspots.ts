import { sunspots } from 'gatecast/datasets'
import { adam, input, linear, Model, mse, type Value } from 'gatecast/nn'

export const hiddenSize = 8
const [window, held] = [240, 360]

/** One column: a sequence of vectors with one number. */
export const column = (values: readonly number[]): number[][] => values.map((value) => [value])

/**
 * Trains a recurrent network to say the next month of the sunspots, on all but the last thirty years.
 *
 * @param read - the recurrent op, whose name is `cell`
 * @returns the trained parameters, and the thirty years as square roots, scaled to about 0 to 2
 */
export async function learnSunspots(
  read: (x: Value<['batch', 'time', 1]>) => Value<['batch', 'time', number]>,
): Promise<{ parameters: Model['parameters']; shown: number[] }> {
  // Square roots make high and low months vary equally.
  const months = Array.from((await sunspots()).history(0), (value) => Math.sqrt(value) / 8)
  const x = input(['batch', 'time', 1])
  const y = input(['batch', 'time', 1])
  const next = linear(read(x), 1)
  const model = new Model({ inputs: { x, y }, outputs: { next }, loss: mse(next, y), seed: 1 })
  const starts = Array.from({ length: Math.floor((months.length - held - window) / 12) }, (_, i) => 12 * i)
  const piece = (shift: number) => starts.map((at) => column(months.slice(at + shift, at + shift + window)))
  const options = { epochs: 20, batchSize: 16, optimizer: adam({ learningRate: 1e-2 }), clipNorm: 1 }
  await model.fit({ x: piece(0), y: piece(1) }, options)
  return { parameters: model.parameters, shown: months.slice(-held) }
}

/** The number of sunspots of a scaled value. */
export const spotsOf = (value: number): number => (8 * value) ** 2
