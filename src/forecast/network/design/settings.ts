import type { WindowScaling } from '../../../addon/index.ts'
import { checkChoice, checkWhole, shown } from '../../../base/check.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import {
  checkFields,
  choice,
  type Field,
  type FieldsOf,
  flag,
  list,
  whole,
  withDefaults,
} from '../../../base/options/fields.ts'
import { anyScaling, distributionOf, type Output, outputFrom, outputSchema, studentT } from '../../../models/index.ts'
import { type CalendarFeature, calendarFeatures } from '../../../series/index.ts'
import { horizonField } from '../../check.ts'
import { type Season, seasonField } from '../../season/season.ts'
import { type SupportOptions, supportFields, supportOf } from '../../support.ts'
import { contextField } from './contexts.ts'

/** Options of every network. Options that are left out follow from the horizon and the panel of `fit`. */
export interface WindowOptions extends SupportOptions {
  /** Number of steps to forecast. */
  horizon: number
  /**
   * Number of steps before the origin that the network reads; default two to eight seasons and at least two horizons,
   * less for short series. Of a list, for example `[168, 336, 720]`, `fit` trains a network with each, and takes the
   * context that forecasts the held-out rows best; see `contexts` of its report.
   */
  context?: number | readonly number[]
  /** Distribution that the network predicts for each step; default `studentT()`. */
  output?: Output
  /**
   * How each window is shifted and scaled before the network reads it. The forecast is scaled back. Default `standard`;
   * `mean` for counts.
   */
  scaling?: WindowScaling
  /**
   * Number of steps in a season, 1 for none, or `clock` for the season of the frequency by the wall clock; default the
   * season of the panel's frequency.
   */
  season?: Season
  /** Lags of the target that the network reads at each step besides the context; default about a week or a year. */
  lags?: readonly number[]
  /**
   * Calendar features that the network reads; default the features of the frequency whose cycle the history holds five
   * times or more. `false` for none.
   */
  calendar?: boolean | readonly CalendarFeature[]
  /** Whether each series has an embedding of its own; default false. Then only series of `fit` can be forecast. */
  embedIds?: boolean
  /** Seed of the first weights, of shuffling and of dropout; default 0. */
  seed?: number
}

/** Settings of every network: the options, with the defaults that do not depend on data. */
export interface NetworkSettings extends WindowOptions {
  readonly output: Output
  readonly scaling: WindowScaling
  readonly calendar: boolean | readonly CalendarFeature[]
  readonly embedIds: boolean
  readonly seed: number
}

const output: Field<Output> = {
  help: 'distribution that the network predicts for each step',
  default: studentT(),
  schema: outputSchema,
  fromJson: outputFrom,
  check(_, value) {
    distributionOf(value as Output)
    return value as Output
  },
}

const calendar: Field<boolean | readonly CalendarFeature[]> = {
  help: 'calendar features that the network reads, or false for none',
  default: true,
  schema: { anyOf: [{ type: 'boolean' }, { type: 'array', items: { enum: calendarFeatures } }] },
  check(name, value) {
    if (typeof value === 'boolean') return value
    if (Array.isArray(value))
      return value.map((feature) => checkChoice('a feature of calendar', feature, calendarFeatures))
    throw new GatecastError('ERR_TYPE', `Expected ${name} to be true, false or a list of features, got ${shown(value)}`)
  },
}

/**
 * The field `calendar` of networks that read the whole context at once. The context shows the time of day and week by
 * itself, and with calendar features they memorise dates.
 */
export const withoutCalendar: Field<boolean | readonly CalendarFeature[]> = { ...calendar, default: false }

/** The fields of {@link WindowOptions}. */
export const windowFields: FieldsOf<WindowOptions> = {
  horizon: horizonField,
  context: contextField,
  output,
  scaling: choice({
    of: anyScaling,
    otherwise: 'standard, and mean for counts',
    help: 'how each window is shifted and scaled',
  }),
  season: seasonField,
  lags: list({
    of: whole({ min: 1, help: 'steps back' }),
    otherwise: 'about a week or a year',
    help: 'lags of the target that the network reads besides the context',
  }),
  calendar,
  embedIds: flag({ default: false, help: 'whether each series has an embedding of its own' }),
  seed: whole({ min: 0, default: 0, help: 'seed of the first weights, of shuffling and of dropout' }),
  ...supportFields,
}

/** The options of a kind of network, and the rules that make settings of them. */
export interface SettingsKind {
  readonly name: string
  readonly options: Readonly<Record<string, Field>>
  /** Defaults of this kind that replace the defaults of the options. */
  readonly defaults?: Partial<NetworkSettings>
  /** Options whose value this kind fixes. */
  readonly fixed?: object
  /** Whether the network predicts step by step and reads samples of its own predictions. */
  isRecursive(settings: NetworkSettings): boolean
  /** Checks options that must fit each other. */
  check?(settings: NetworkSettings): void
}

/** @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option */
export function settingsFor<Settings extends NetworkSettings>(kind: SettingsKind, options: object): Settings {
  const { name, options: fields, defaults = {}, fixed = {} } = kind
  checkFields(name, fields, checkFixed(name, options, fixed))
  const { scaling: usual, ...others } = defaults
  const given = { ...others, ...defined(options), ...fixed }
  // An output that a file or a caller writes as an object may lack options that have defaults.
  const output = outputFrom((withDefaults(fields, given) as NetworkSettings).output)
  const chosen = { ...given, output }
  const distribution = distributionOf(output)
  // The default scaling of the kind applies if the output allows it.
  const scaling = usual && distribution.scalings.includes(usual) ? usual : distribution.scalings[0]
  const settings = withDefaults({ ...fields, scaling: { ...fields.scaling, default: scaling } }, chosen) as Settings
  supportOf(settings)
  const isRecursive = kind.isRecursive(settings)
  // A direct network forecasts the whole horizon at once: a lag shorter than the horizon is not known at every step.
  for (const lag of settings.lags ?? []) checkWhole('lags', lag, isRecursive ? 1 : settings.horizon)
  if (!distribution.scalings.includes(settings.scaling))
    throw range(
      `scaling to be ${distribution.scalings.join(' or ')} for ${output.kind}(), whose values cannot be shifted`,
      settings.scaling,
    )
  if (isRecursive && !distribution.sampler)
    throw range('output to be point() or a distribution, because a recursive network draws values', `${output.kind}()`)
  kind.check?.(settings)
  return settings
}

/** Checks that fixed options have no other value, and returns the options without them. */
function checkFixed(name: string, options: object, fixed: object): object {
  if (typeof options !== 'object' || options === null) return options
  const own = { ...options } as Record<string, unknown>
  for (const [option, value] of Object.entries(fixed)) {
    if (own[option] !== undefined && own[option] !== value)
      throw range(`${option} of ${name} to be ${value}, which is fixed for this kind`, shown(own[option]))
    delete own[option]
  }
  return own
}

const range = (expected: string, got: string): GatecastError =>
  new GatecastError('ERR_RANGE', `Expected ${expected}, got ${got}`)
