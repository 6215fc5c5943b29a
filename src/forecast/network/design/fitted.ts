import type { ProgramData, Tensors } from '../../../addon/index.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { distributionOf, isScaled, type Network } from '../../../models/index.ts'
import { Model } from '../../../nn/index.ts'
import { type Frequency, parseFrequency } from '../../../series/index.ts'
import type { ForecasterFacts } from '../../forecaster.ts'
import { type Codes, covariatesOf, namesOf } from '../data/covariates.ts'
import type { Survey } from '../data/survey.ts'
import type { NetworkFacts } from '../network_facts.ts'
import { settingsOnClock } from './by_clock.ts'
import { cycleFor } from './cycle.ts'
import { type Design, designFor } from './design.ts'
import type { NetworkSettings } from './settings.ts'

/** A network with everything that it learned from the panel of `fit`. */
export interface Fitted {
  readonly design: Design
  readonly codes: Codes
  /** The sources that fill the inputs of the model. */
  readonly sources: Network['sources']
  readonly model: Model
  /** Factor by which intervals are made wider. */
  readonly stretch: number
  /**
   * Whether windows scaled by `none` or `mean` lose a level that is far above their changes; see `Windows`. Models of
   * version 0.1.0 learned without it.
   */
  readonly subtractLevel: boolean
}

/** A fitted network as JSON, without the weights, which are stored as tensors. */
export interface StoredFitted extends Omit<Fitted, 'model'> {
  readonly program: ProgramData
}

/**
 * Makes an untrained network that fits the data, of which `data` is the survey.
 *
 * @param clockSteps - number of slots beyond the horizon, if the season follows a wall clock that changes
 */
export function networkFor(data: Survey, kind: NetworkFacts, given: NetworkSettings, clockSteps?: number): Fitted {
  const clock = defined({ clockSteps })
  const isRecursive = kind.isRecursive(given)
  const settings = settingsOnClock(given, clock, isRecursive)
  const { codes, group, targets } = data
  const cycle = kind.cycles ? { cycle: cycleFor(data, settings) } : {}
  const own = { ...cycle, ...clock, ...defined({ group, targets }), ...(data.weighted ? { weighted: true } : {}) }
  const design = { ...designFor(data, settings, isRecursive, kind.context), ...own }
  const covariates = covariatesOf(codes, design)
  const { inputs, sources, outputs, loss } = kind.build(
    { ...settings, ...design, ...cycle, covariates, together: group?.length ?? 1 },
    settings,
  )
  const model = new Model({ inputs, outputs, loss, seed: settings.seed })
  // Counts cannot be shifted: their distributions begin at 0.
  return { design, codes, sources, model, stretch: 1, subtractLevel: isScaled(distributionOf(settings.output)) }
}

export function storedOf({ model, ...others }: Fitted): StoredFitted {
  return { ...others, program: model.program }
}

/** @throws {GatecastError} the error of `Model` if the Program is broken, or has other parameters */
export function fittedFrom(stored: StoredFitted, parameters: Tensors, seed: number): Fitted {
  const { design, codes, sources, program, stretch, subtractLevel = false } = stored
  const model = new Model({ program, seed, parameters, training: null })
  return { design, codes, sources, model, stretch, subtractLevel }
}

/** The number of rows before the origin that the inputs of a network need. */
export const lookback = ({ design, sources }: Fitted): number =>
  Object.values(sources).reduce(
    (most, source) => ('from' in source ? Math.max(most, -source.from) : most),
    design.context,
  )

export const factsOf = (fitted: Fitted): ForecasterFacts => ({
  context: fitted.design.context,
  memory: lookback(fitted),
  frequency: fitted.design.frequency,
  covariates: namesOf(fitted.codes),
  ...defined({ mixes: fitted.design.group, targets: fitted.design.targets }),
})

/**
 * Checks the frequency of a panel. Months without an anchor and on a day of the month are the same to a network: which
 * of the two is inferred depends on the first row.
 *
 * @throws {GatecastError} `ERR_DATA` for a panel of another frequency
 */
export function checkFrequency(panel: { frequency: Frequency }, { frequency }: Design): void {
  const plain = ({ text, anchor }: Frequency) => (anchor?.edge === 'day' ? text.replace(/-\d+$/, '') : text)
  if (plain(panel.frequency) === plain(parseFrequency(frequency))) return
  throw new GatecastError(
    'ERR_DATA',
    `Expected a panel of frequency ${frequency}, as it was in fit, got ${panel.frequency.text}`,
  )
}
