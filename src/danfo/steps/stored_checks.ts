// The schema of each step in the JSON of a pipeline: its arguments, and the values that it learned.

import { checkFlag, checkNumber, checkObject, checkText, shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { group, number, oneOf, whole } from '../../base/options/options.ts'
import {
  count,
  finite,
  listOf,
  objectOf,
  orNull,
  positive,
  recordOf,
  type StoredCheck,
} from '../../base/options/stored.ts'
import { calendarFeatures } from '../../series/calendar/calendar_features.ts'
import { fourierRecipes, holidayRecipes } from '../../series/calendar/recipes.ts'
import { checkNames } from '../../series/check_columns.ts'
import { alignments } from '../../series/regular/regularise.ts'
import { parseFrequency } from '../../series/time/frequency.ts'
import { aggregates } from '../../series/values/aggregate.ts'
import { fillMethods } from '../../series/values/fill.ts'
import { outlierMethods } from '../../series/values/outliers.ts'
import { rollingStatistics } from '../../series/values/rolling.ts'
import { type Scaler, scalerKinds } from '../../series/values/scalers.ts'
import type { DifferenceState } from './difference.ts'
import type { StepName } from './index.ts'
import type { PowerState } from './power.ts'

/** The checks of the arguments, the first `required` of which are there, and of the state. */
export interface StoredStep {
  readonly required: number
  readonly args: readonly StoredCheck[]
  /** Left out for a step that learns nothing. */
  readonly state?: StoredCheck
}

const frequency: StoredCheck = (_, value) => parseFrequency(value as string)
const columns: StoredCheck = checkNames
const fitOn = group<{ before: unknown; share: unknown }>({
  before: (name, value) => {
    if (typeof value === 'string' || Number.isFinite(value)) return
    throw new GatecastError('ERR_TYPE', `Expected ${name} to be a time, got ${shown(value)}`)
  },
  share: number(0, 1),
})

/** Either of two forms of a value. */
const either =
  (isFirst: (value: unknown) => boolean, first: StoredCheck, second: StoredCheck): StoredCheck =>
  (name, value) =>
    (isFirst(value) ? first : second)(name, value)
const isText = (value: unknown): boolean => typeof value === 'string'

const datesOrPlace = either(isText, checkText, listOf(checkText))
const isNoRecord = (value: unknown): boolean => isText(value) || Array.isArray(value)
const statistics = either(isText, oneOf(rollingStatistics), listOf(oneOf(rollingStatistics)))
const windowed = { columns, minPeriods: count(1), quantile: number(0, 1) }
const power = objectOf<PowerState>({ offset: finite, lambda: recordOf(finite) })
const encode: StoredStep = {
  required: 1,
  args: [objectOf<{ columns: unknown; unseen: unknown }>({ columns, unseen: oneOf(['error', 'missing']) }, ['unseen'])],
  state: recordOf(listOf(checkText)),
}

const scaler = objectOf<Scaler>({ kind: oneOf(scalerKinds), location: finite, scale: positive })
const values = listOf(orNull(finite))
type Ends = DifferenceState['columns'][string][string]
const ends = objectOf<Ends>({ start: finite, first: values, end: finite, last: values })

/** JSON writes a limit that is infinite, which is none, as null. */
const limit = orNull(finite)

export const stepChecks: Readonly<Record<StepName, StoredStep>> = {
  markMissing: {
    required: 1,
    args: [listOf(orNull(either(isText, checkText, finite))), group<{ columns: unknown }>({ columns })],
  },
  regularise: {
    required: 0,
    args: [group<{ align: unknown }>({ align: oneOf(alignments) })],
    state: objectOf<{ frequency: string }>({ frequency }),
  },
  resample: {
    required: 1,
    args: [
      frequency,
      group<{ aggregate: unknown; minCount: unknown }>({
        aggregate: either(isText, oneOf(aggregates), recordOf(oneOf(aggregates))),
        minCount: count(1),
      }),
    ],
  },
  fill: {
    required: 1,
    args: [
      oneOf(fillMethods),
      group<Record<'columns' | 'season' | 'value' | 'limit' | 'mask', unknown>>({
        ...{ columns, season: count(1), value: finite, limit: orNull(count(1)), mask: checkFlag },
      }),
    ],
  },
  calendar: {
    required: 1,
    args: [
      listOf(oneOf(calendarFeatures)),
      group<{ encoding: unknown }>({ encoding: oneOf(['number', 'category', 'cyclic']) }),
    ],
  },
  holidays: {
    required: 1,
    args: [
      either(isNoRecord, datesOrPlace, recordOf(datesOrPlace)),
      (_, value) => {
        group<Record<'name' | 'before' | 'after', unknown>>({ name: checkText, before: count(0), after: count(0) })(
          'options of holidays',
          value,
        )
        holidayRecipes([], value as object)
      },
    ],
  },
  fourier: {
    required: 1,
    args: [
      (_, value) => fourierRecipes(value as number, 1),
      (name, value) => {
        group<{ harmonics: unknown }>({ harmonics: count(1) })(name, value)
        fourierRecipes(1, (value as { harmonics?: number }).harmonics ?? 1)
      },
    ],
  },
  lags: { required: 1, args: [listOf(count(1)), group<{ columns: unknown }>({ columns })] },
  shift: { required: 1, args: [whole(), group<{ columns: unknown }>({ columns })] },
  rolling: {
    required: 2,
    args: [statistics, objectOf({ ...windowed, window: count(1) }, ['columns', 'minPeriods', 'quantile'])],
  },
  expanding: { required: 1, args: [statistics, group(windowed)] },
  difference: {
    required: 0,
    args: [group<{ columns: unknown; lag: unknown }>({ columns, lag: count(1) })],
    state: objectOf<DifferenceState>({ lag: count(1), columns: recordOf(recordOf(ends)) }),
  },
  log: { required: 0, args: [group<{ columns: unknown; offset: unknown }>({ columns, offset: finite })], state: power },
  boxCox: {
    required: 0,
    args: [
      group<Record<'columns' | 'offset' | 'lambda' | 'fitOn', unknown>>({
        ...{ columns, offset: finite, lambda: finite, fitOn },
      }),
    ],
    state: power,
  },
  scale: {
    required: 1,
    args: [
      oneOf(scalerKinds),
      group<Record<'columns' | 'per' | 'fitOn', unknown>>({ columns, per: oneOf(['series', 'panel']), fitOn }),
    ],
    state: recordOf((name, value) => {
      checkObject(name, value)
      const isOne = 'all' in (value as object)
      const check = isOne ? objectOf<{ all: unknown }>({ all: scaler }) : objectOf({ series: recordOf(scaler) })
      check(name, value)
    }),
  },
  clip: {
    required: 1,
    args: [
      (name, value) => {
        group<Record<'columns' | 'low' | 'high', unknown>>({ columns, low: limit, high: limit })(name, value)
        const { low, high } = value as { low?: number | null; high?: number | null }
        checkNumber('low', low ?? Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, high ?? Number.POSITIVE_INFINITY)
      },
    ],
  },
  outliers: {
    required: 1,
    args: [
      oneOf(outlierMethods),
      group<Record<'columns' | 'threshold' | 'action' | 'fitOn', unknown>>({
        ...{ columns, threshold: number(0), action: oneOf(['flag', 'clip', 'missing']), fitOn },
      }),
    ],
    state: recordOf(recordOf(objectOf<{ low: unknown; high: unknown }>({ low: limit, high: limit }))),
  },
  oneHot: encode,
  ordinal: encode,
}
