import { add, dropout, layerNorm, linear, relu, reshape, slice, type Value } from '../../nn/index.ts'
import { directSteps, directWindow } from '../blocks/direct_window.ts'
import { flattened, inTurn, join, joinRows, type Row, type Sequence } from '../blocks/sequence.ts'
import type { Columns } from '../blocks/window_inputs.ts'
import type { NetworkFamily } from '../network.ts'

/** Options of {@link denseEncoder}. */
export interface DenseEncoderOptions {
  readonly hiddenSize: number
  /** Residual blocks of the encoder, and of the decoder. */
  readonly layers: number
  /** Features of each step that the decoder gives. */
  readonly decoderSize: number
  /** Features that the covariates of each step are projected to. */
  readonly projection: number
  readonly dropout: number
}

/**
 * TiDE. A dense encoder reads the whole context, the projected covariates of context and horizon, and the static ones.
 * A dense decoder gives features of each step of the horizon; a small network, shared by all steps, makes the forecast
 * from these and the covariates of the step. One linear map from the context to the horizon is added.
 *
 * Source: Das et al. 2023, "Long-term forecasting with TiDE: time-series dense encoder", section 4. Different from the
 * paper, the encoder also reads the mask of the context and covariates of the past, which have a projection of their own,
 * and the block that gives the numbers of a step has no layer normalisation: of two numbers it would keep the sign of
 * their difference only.
 */
export const denseEncoder: NetworkFamily<DenseEncoderOptions> = (spec, options) => {
  const { context, horizon, covariates } = spec
  const { hiddenSize, layers, decoderSize, projection } = options
  const block = (name: string, x: Value, size: number) => residual(name, x, size, options)
  const window = directWindow(spec)
  const { past, beside, future, fixed } = window
  const knownParts = partsOf(covariates.known)
  const known = beside.slice(0, knownParts)
  const observed = beside.slice(knownParts)
  const [lags, ahead] = [future.slice(0, future.length - knownParts), future.slice(future.length - knownParts)]

  // One projection reads the known covariates of the context and of the horizon.
  const projected = knownParts > 0 ? block('known', inTurn([join(known), join(ahead)]), projection) : undefined
  const seen = observed.length > 0 ? block('observed', join(observed), projection) : undefined
  const read = [past.values, past.mask, projected, seen].filter((x) => x !== undefined) as Sequence[]

  let state: Value = joinRows([...read.map(flattened), ...fixed])
  for (let layer = 0; layer < layers; layer++) state = block(`encoder${layer}`, state, hiddenSize)
  for (let layer = 0; layer < layers - 1; layer++) state = block(`decoder${layer}`, state, hiddenSize)
  const decoded = block(`decoder${layers - 1}`, state, decoderSize * horizon)
  const steps = reshape(decoded, ['batch', horizon, decoderSize]) as Sequence
  const highway = projected ? [slice(projected as Sequence, { axis: 1, start: context }) as Sequence] : []
  const numbers = unnormalised('steps', join([steps, ...highway, ...lags]), 2, options) as Sequence
  const skip = linear(flattened(past.values), 2 * horizon, { name: 'skip' })
  return directSteps(spec, window, add(numbers, reshape(skip, ['batch', horizon, 2])) as Sequence)
}

/** Number of sequences that a role of covariates has: one for all numbers, and one for each category. */
const partsOf = ({ numeric, categorical }: Columns): number => (numeric.length > 0 ? 1 : 0) + categorical.length

/** The residual block of the paper: two layers with a linear way around them, then layer normalisation. */
const residual = (name: string, x: Value, size: number, options: DenseEncoderOptions): Value =>
  layerNorm(unnormalised(name, x, size, options) as Row, { name: `${name}.norm` })

function unnormalised(name: string, x: Value, size: number, { hiddenSize, dropout: rate }: DenseEncoderOptions): Value {
  const hidden = relu(linear(x as Row, hiddenSize, { name: `${name}.hidden` }))
  const out = linear(hidden, size, { name: `${name}.out` })
  const around = linear(x as Row, size, { name: `${name}.around` })
  return add(rate > 0 ? dropout(out, rate) : out, around)
}
