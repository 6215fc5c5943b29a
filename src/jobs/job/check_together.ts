// Checks of a job in which two of its keys meet. Each calls the function that refuses the pair when the job runs.

import { z } from 'zod'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import type { Reading } from '../../files/index.ts'
import { checkTargets } from '../../files/plan/several_targets.ts'
import { checkWideRoles } from '../../files/plan/unpivot_wide.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { type SupportOptions, supportOf } from '../../forecast/support.ts'
import { checkNotation, type Notation } from '../../series/notation/notation.ts'
import { checkRoles } from '../../series/table/table_options.ts'
import { type ModelOfKind, makeForecaster } from '../model/model_kinds.ts'
import { namedRefusalOf } from './owned_values.ts'

/** The keys that meet, as the schema has read them. A key with a mistake of its own may hold anything. */
interface Keys {
  readonly layout: 'long' | 'wide'
  readonly columns: {
    readonly series?: string | readonly string[] | undefined
    readonly time?: string | readonly string[] | undefined
    readonly target?: string | readonly string[] | undefined
    readonly known: readonly string[]
    readonly observed: readonly string[]
    readonly static: readonly string[]
    readonly categorical: readonly string[]
  }
  readonly missing: (number | string)[]
  readonly decimal?: Notation['decimal'] | undefined
  readonly thousands?: Notation['thousands'] | undefined
  readonly units?: string[] | undefined
  readonly model: unknown
  readonly train: { readonly weights?: string | undefined }
  readonly horizon?: number | undefined
  readonly seed: number
}

type Pair = readonly [at: string, keys: readonly (keyof Keys)[], call: (keys: Keys) => unknown]

const list = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : [names].flat()

const isKind = (model: unknown): model is ModelOfKind => typeof model === 'object' && model !== null && 'kind' in model

/** Other models would ignore weights. A stored model is not trained, so it may stand beside any key of `train`. */
function checkTrains(model: unknown): void {
  if (model !== 'auto' && !isKind(model)) return
  const name = model === 'auto' ? model : (model as ModelOfKind).kind
  const networks = kinds.filter(({ cost }) => cost === 'training').map((kind) => kind.name)
  if (networks.includes(name)) return
  throw new GatecastError(
    'ERR_JOB',
    `Expected a network as the model (--model) for weights, as other models have none, got ${name}. Use one of ` +
      networks.join(', '),
  )
}

const pairs: readonly Pair[] = [
  [
    'columns',
    ['columns'],
    ({ columns }) => checkRoles({ ...columns, series: list(columns.series) }, list(columns.time)),
  ],
  [
    'columns.target',
    ['columns', 'layout'],
    ({ columns, layout }) => {
      const { target, ...others } = columns
      const targets = list(target)
      if (targets.length > 1) checkTargets({ ...defined(others), layout } as Partial<Reading>, targets)
    },
  ],
  ['units', ['units'], ({ units }) => checkNotation(defined({ units }))],
  ['thousands', ['decimal', 'thousands'], ({ decimal, thousands }) => checkNotation(defined({ decimal, thousands }))],
  ['columns', ['columns', 'layout'], ({ columns, layout }) => layout === 'wide' && checkWideRoles(columns)],
  ['train', ['model', 'train'], ({ model, train }) => train.weights !== undefined && checkTrains(model)],
  // An option of a model may not fit the horizon or another option. Without a horizon, 1 stands for it.
  [
    'model',
    ['model', 'horizon', 'seed'],
    ({ model, horizon = 1, seed }) => {
      if (!isKind(model)) return undefined
      return model.kind === 'auto' ? supportOf(model as SupportOptions) : makeForecaster(model, { horizon, seed })
    },
  ],
]

/** Adds the mistakes of pairs whose own values are right. It also runs if other keys have mistakes. */
export const checkTogether = z.core._check<Keys>(
  ({ value, issues }) => {
    const wrong = new Set(issues.map(({ path }) => path?.[0]))
    for (const [at, keys, call] of pairs) {
      if (keys.some((key) => wrong.has(key))) continue
      const message = namedRefusalOf(() => call(value))
      if (message !== undefined) issues.push({ code: 'custom', path: at.split('.'), message, input: value })
    }
  },
  // A value that is no map has none of the keys.
  { when: ({ issues }) => issues.every(({ code, path }) => path?.length || code === 'unrecognized_keys') },
)
