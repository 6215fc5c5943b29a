// The schema of what the file of a network says about it, besides its options and its weights.

import type { WindowInput } from '../../../addon/index.ts'
import { checkChoice, checkFlag, checkObject, checkText, checkWhole } from '../../../base/check.ts'
import { oneOf } from '../../../base/options/options.ts'
import type { StoredCheck } from '../../../base/options/stored.ts'
import { count, finite, listOf, names, objectOf, orNull, positive, recordOf } from '../../../base/options/stored.ts'
import type { Cycle } from '../../../models/index.ts'
import { longestWindow } from '../../../series/calendar/recipes.ts'
import { calendarFeatures, parseFrequency } from '../../../series/index.ts'
import type { CategoryCode, Code, Codes, NumericCode, StoredHolidays } from '../data/covariates.ts'
import type { Design } from './design.ts'
import type { StoredFitted } from './fitted.ts'

const checkDesign = objectOf<Design>(
  {
    frequency: (name, value) => parseFrequency(checkText(name, value)),
    context: count(1),
    season: count(1),
    lags: listOf(count(1)),
    calendar: listOf(oneOf(calendarFeatures)),
    group: names,
    targets: names,
    clockSteps: count(0),
    cycle: objectOf<Cycle>({ length: count(1), series: count(0) }),
    weighted: checkFlag,
  },
  ['group', 'targets', 'clockSteps', 'cycle', 'weighted'],
)

const windowOfHolidays = count(0, longestWindow)
const numericCode = objectOf<NumericCode>(
  {
    kind: checkText,
    name: checkText,
    mean: finite,
    deviation: positive,
    gaps: checkFlag,
    holidays: objectOf<StoredHolidays>({ place: checkText, before: windowOfHolidays, after: windowOfHolidays }),
  },
  ['holidays'],
)

const codeChecks: Readonly<Record<Code['kind'], StoredCheck>> = {
  numeric: (name, value) => {
    numericCode(name, value)
    const { mean, deviation } = value as NumericCode
    // The network reads (value - mean) / deviation in float32.
    finite(`the mean of ${name} by its deviation`, Math.fround(mean / deviation))
  },
  categorical: objectOf<CategoryCode>({ kind: checkText, name: checkText, categories: names, gaps: checkFlag }, [
    'gaps',
  ]),
}

const checkCodes: StoredCheck = (name, value) => {
  listOf(byKind(codeChecks))(name, value)
  names(
    `the names of ${name}`,
    (value as Code[]).map((code) => code.name),
  )
}

/** Rows are counted from the origin. */
const row: StoredCheck = (name, value) => checkWhole(name, value, -(2 ** 31), 2 ** 31 - 1)
const columns = listOf(checkText, { atLeast: 1 })

type Source<K> = Extract<WindowInput, { kind: K }>
const sourceChecks: Readonly<Record<WindowInput['kind'], StoredCheck>> = {
  values: objectOf<Source<'values'>>({
    ...{ kind: checkText, columns, from: row, to: row },
    ...{ scaled: listOf(checkFlag), missing: finite },
  }),
  mask: objectOf<Source<'mask'>>({ kind: checkText, column: checkText, from: row, to: row }),
  static: objectOf<Source<'static'>>({ kind: checkText, columns }),
  location: objectOf<Source<'location'>>({ kind: checkText }),
  scale: objectOf<Source<'scale'>>({ kind: checkText }),
  constant: objectOf<Source<'constant'>>({ kind: checkText, value: finite }),
  series: objectOf<Source<'series'>>({ kind: checkText }),
}

/** An object whose `kind` decides about its other keys. */
function byKind<Kind extends string>(checks: Readonly<Record<Kind, StoredCheck>>): StoredCheck {
  return (name, value) => {
    checkObject(name, value)
    const kind = checkChoice(`the kind of ${name}`, (value as { kind: unknown }).kind, Object.keys(checks) as Kind[])
    checks[kind](name, value)
  }
}

const checkFitted = objectOf<StoredFitted>(
  {
    design: checkDesign,
    codes: objectOf<Codes>(
      { known: checkCodes, observed: checkCodes, static: checkCodes, ids: orNull(names), series: names },
      ['series'],
    ),
    sources: recordOf(byKind(sourceChecks)),
    // The addon checks the Program.
    program: checkObject,
    stretch: positive,
    subtractLevel: checkFlag,
  },
  ['subtractLevel'],
)

/** The configuration in the file of a network; `settings` are checked as options are. */
export const checkNetworkConfig = objectOf<{ settings: object; fitted: StoredFitted | null }>({
  settings: checkObject,
  fitted: orNull(checkFitted),
})
