import type { Forecaster } from 'gatecast'
import { type Call, call } from './call.ts'
import type { Library } from './library.ts'
import { horizon } from './world.ts'

const local = [
  'naive',
  'drift',
  'mean',
  'seasonalNaive',
  'naive2',
  'theta',
  'ets',
  'arima',
  'mstl',
  'croston',
  'tsb',
  'imapa',
  'adida',
  'levelShape',
  'ar',
] as const
const networks = [
  ...([
    'gru',
    'lstm',
    'rnn',
    'minGru',
    'sLstm',
    'deepAr',
    'mqRnn',
    'esRnn',
    'dilatedRnn',
    'segRnn',
    'patchLstm',
    'xLstmMixer',
  ] as const),
  ...([
    'patchTransformer',
    'invertedTransformer',
    'tsMixer',
    'tide',
    'tft',
    'nHits',
    'dLinear',
    'nLinear',
    'sparseTsf',
    'cycleNet',
  ] as const),
]
/** Kinds that read all series as one sample: they forecast those that they were fitted on. */
const mixing: readonly string[] = ['tsMixer', 'invertedTransformer']
export const kindNames: readonly string[] = [...local, ...networks]

type Make = (options: object) => Forecaster

const make = (library: Library, kind: string, options: object = {}): Forecaster =>
  (library.gatecast as unknown as Record<string, Make>)[kind]({ horizon, ...options })

const quick = { context: 16 }
const short = { epochs: 1, calibrate: false, batchSize: 512, samplesPerEpoch: 20_000 }

/** fit, predict, backtest of every kind, with default options but for the length of the training. */
export const forecasterCalls: readonly Call[] = [
  ...local.flatMap((kind): Call[] => [
    call(`gatecast.${kind}`, ({ library, panel }, signal) => make(library, kind).predict(panel, { signal }), {
      name: `${kind} predict`,
    }),
    call(
      `gatecast.${kind}`,
      ({ library, panel }, signal) => make(library, kind).backtest(panel, { windows: 2, signal }),
      {
        name: `${kind} backtest`,
      },
    ),
  ]),
  call(
    'gatecast.ar',
    async ({ library, panel }, signal) => {
      const model = make(library, 'ar', { scope: 'global' })
      await model.fit(panel, { signal })
      await model.predict(panel, { signal })
    },
    { name: 'global ar fit and predict' },
  ),
  call('gatecast.ets', ({ library, withPrice }, signal) => make(library, 'ets').predict(withPrice, { signal }), {
    name: 'ets predict with covariates',
  }),
  call(
    'gatecast.theta',
    ({ library, panel }, signal) => make(library, 'theta').predict(panel, { signal, fitted: true }),
    {
      name: 'theta predict fitted',
    },
  ),
  ...networks.flatMap((kind): Call[] => [
    call(
      `gatecast.${kind}`,
      ({ library, panel }, signal) => make(library, kind, quick).fit(panel, { ...short, signal }),
      {
        name: `${kind} fit`,
      },
    ),
    call<Forecaster>(
      `gatecast.${kind}`,
      ({ panel, small }, signal, model) => model.predict(mixing.includes(kind) ? small : panel, { signal }),
      {
        name: `${kind} predict`,
        prepare: async ({ library, small }) => {
          const model = make(library, kind, quick)
          await model.fit(small, { epochs: 1, calibrate: false })
          return model
        },
      },
    ),
  ]),
  call(
    'gatecast.gru',
    ({ library, panel }, signal) =>
      make(library, 'gru', quick).fit(panel, { epochs: 1, samplesPerEpoch: 20_000, signal }),
    {
      name: 'gru fit with rehearsal',
    },
  ),
  call<Forecaster>(
    'gatecast.gru',
    ({ panel }, signal, model) => model.backtest(panel, { windows: 2, refit: 'never', signal }),
    {
      name: 'gru backtest',
      prepare: async ({ library, small }) => {
        const model = make(library, 'gru', quick)
        await model.fit(small, { epochs: 1, calibrate: false })
        return model
      },
    },
  ),
  call('gatecast.auto', ({ library, panel }, signal) =>
    library.gatecast.auto(panel, { horizon, minutes: 0.05, signal }),
  ),
  call('gatecast.search', ({ library, panel }, signal) =>
    library.gatecast.search(panel, {
      space: { season: library.gatecast.choice([1, 4]) },
      build: ({ season }) => library.gatecast.theta({ horizon, season }),
      trials: 2,
      signal,
    }),
  ),
  call(
    'gatecast.ensemble',
    ({ library, panel }, signal) => {
      const { ensemble, naive, drift } = library.gatecast
      return ensemble([naive({ horizon }), drift({ horizon })]).predict(panel, { signal })
    },
    { covers: ['gatecast.ensemble', 'gatecast.Ensemble', 'gatecast.Ensemble.predict'] },
  ),
  call(
    'gatecast.ensemble',
    ({ library, panel }, signal) => {
      const { ensemble, naive, drift } = library.gatecast
      return ensemble([naive({ horizon }), drift({ horizon })], { average: 'weights' }).fit(panel, {
        signal,
      })
    },
    { name: 'ensemble fit', covers: ['gatecast.Ensemble.fit', 'gatecast.Ensemble.weights'] },
  ),
  call(
    'gatecast.conformal',
    async ({ library, panel }, signal) => {
      const { conformal, naive } = library.gatecast
      const model = conformal(naive({ horizon }))
      await model.fit(panel, { signal })
      await model.predict(panel, { signal })
    },
    { covers: ['gatecast.conformal', 'gatecast.Conformal', 'gatecast.Conformal.fit', 'gatecast.Conformal.predict'] },
  ),
]
