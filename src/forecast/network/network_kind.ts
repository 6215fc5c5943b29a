import type { FieldsOf } from '../../base/options/fields.ts'
import type { NetworkFamily } from '../../models/index.ts'
import { leastRows } from '../backtest/enough_rows.ts'
import type { ForecasterKind, KindOf, PanelFacts, Uses } from '../kind.ts'
import type { ContextRule } from './design/design.ts'
import type { NetworkSettings } from './design/settings.ts'
import { NetworkForecaster } from './network_forecaster.ts'
import type { TrainingDefaults } from './train/training_defaults.ts'

/** Networks read all covariates, and a mask marks missing values. */
export const networkUses: Uses = {
  known: true,
  observed: true,
  static: true,
  missing: 'masked',
  panelStreams: true,
  quantiles: 'output',
}

/** A network that mixes series needs all of them at once. */
export const mixingUses: Uses = { ...networkUses, panelStreams: false }

/**
 * Below this number of values a network memorises what it sees, and a method for each series forecasts better. If there
 * are covariates, a network may be all that reads them, so it gets a trial with fewer values.
 */
const leastValues = { alone: 300, withCovariates: 100 }

function tooLittle({ rows, covariates }: PanelFacts): string | undefined {
  const least = covariates.length > 0 ? leastValues.withCovariates : leastValues.alone
  return rows < least ? `a network needs ${least} values or more to learn from, got ${rows}` : undefined
}

/** A network learns from windows of one horizon. */
const needsHorizon = ({ horizon }: { readonly horizon: number }): number => Math.max(leastRows, horizon)

export type NetworkKind<Options, Settings> = Pick<ForecasterKind, 'name' | 'summary'> &
  Partial<Pick<ForecasterKind, 'auto' | 'against' | 'quick' | 'withCovariates' | 'tunes' | 'uses' | 'needs'>> & {
    readonly options: FieldsOf<Options>
    /** Defaults of this kind that replace the defaults of the options. */
    readonly defaults?: Partial<Settings>
    /** Settings whose value this kind fixes. */
    readonly fixed?: Partial<Settings>
    /** The context by default, if it differs from that of other kinds. */
    readonly context?: ContextRule
    /** Whether a sample holds several series, which the network mixes; default false. */
    readonly mixes?: boolean
    /** Whether it reads the place of each row in a cycle of absolute time; default false. */
    readonly cycles?: boolean
    /** How it is trained, where that differs from other kinds. */
    readonly training?: TrainingDefaults
    /** Whether the network predicts step by step and reads samples of its own predictions; default false. */
    readonly isRecursive?: (settings: Settings) => boolean
    /**
     * Checks options that must fit each other.
     *
     * @throws {GatecastError} `ERR_RANGE` naming the options
     */
    readonly check?: (settings: Settings) => void
    readonly build: NetworkFamily<Settings>
  }

/** A kind whose forecasters train a network on all series at once. */
export function networkKind<Options extends object, Settings extends NetworkSettings>(
  given: NetworkKind<Options, Settings>,
): KindOf<Options, NetworkForecaster> {
  const { isRecursive = () => false } = given
  const facts = {
    ...{ needs: needsHorizon, ...given },
    isRecursive: isRecursive as (settings: NetworkSettings) => boolean,
    check: given.check as ((settings: NetworkSettings) => void) | undefined,
  }
  return {
    auto: [],
    against: tooLittle,
    uses: networkUses,
    needs: needsHorizon,
    ...given,
    learns: () => 'all series',
    cost: 'training',
    make: (options: object) => new NetworkForecaster(facts, options),
    fromState: (state) => NetworkForecaster.fromState(facts, state),
  }
}
