import { kinds } from '../../../src/forecast/kinds/index.ts'
import * as gatecast from '../../../src/index.ts'
import { type Case, type Cases, made, memoryOfCalls, method, of, soon } from '../harness/case.ts'
import {
  backtest,
  early,
  forecast,
  local,
  network,
  once,
  panel,
  path,
  savedForecaster,
  shops,
  sums,
  watched,
  written,
} from '../harness/given.ts'

const numbers = () => [10, 12, Number.NaN]
const others = () => [11, 11, 3]
/** The arguments of metrics beyond the two lists. */
const more: Readonly<Record<string, () => readonly unknown[]>> = {
  coverage: () => [numbers(), others(), others()],
  crps: () => [numbers(), [0.1, 0.5, 0.9], [others(), others(), others()]],
  mase: () => [numbers(), others(), 2],
  pinball: () => [numbers(), others(), 0.9],
  rmsse: () => [numbers(), others(), 4],
  width: () => [numbers(), others(), others()],
  winkler: () => [numbers(), others(), others(), 0.8],
}
const metricCases: Cases = Object.fromEntries(
  gatecast.metrics.map(({ name }) => [
    name,
    of((gatecast as never as Record<string, never>)[name], more[name] ?? (() => [numbers(), others()])),
  ]),
)

/** Every option of a kind that has a default, beside those that are required. */
const kindCases: Cases = Object.fromEntries(
  kinds.map(({ name: kind, options: fields }): [string, Case] => {
    const defaults = Object.entries(fields).flatMap(([name, field]) =>
      field.default === undefined || field.default === null ? [] : [[name, field.default]],
    )
    const options = () => ({ ...Object.fromEntries(structuredClone(defaults)), horizon: 3 })
    return [kind, of((gatecast as never as Record<string, never>)[kind], () => [options()])]
  }),
)

function setAndRestore(args: readonly unknown[]) {
  try {
    ;(gatecast.setMaxMemory as (...all: unknown[]) => void)(...args)
  } finally {
    gatecast.setMaxMemory(memoryOfCalls)
  }
}

const quick = () => ({ epochs: 1, signal: soon() })
const windows = () => ({ windows: 2, signal: soon() })
const ahead = () => ({ quantiles: [0.1, 0.9], samples: 3, seed: 1, signal: soon() })
const observation = () => ({ values: [3, 4], known: { promo: [0, 1] } })
const totals = once(() =>
  gatecast.naive({ horizon: 3 }).predict(gatecast.aggregate(shops(), sums()), { quantiles: [] }),
)
const live = async () => (await network()).stream(panel())
const averaged = once(async () => {
  const model = gatecast.ensemble([gatecast.theta({ horizon: 3 }), await network()])
  await model.fit(panel())
  return model
})
const other = once(async () => {
  const model = gatecast.rnn({ horizon: 3, context: 8, hiddenSize: 4 })
  await model.fit(panel(), { epochs: 1 })
  return model
})
const both = once(async () => gatecast.ensemble([await network(), await other()]))
const calibrated = once(async () => {
  const model = gatecast.conformal(gatecast.theta({ horizon: 3 }), { windows: 2 })
  await model.fit(panel())
  return model
})

/** The methods that every forecaster has. `make` gives one that is fitted and that no other call reads. */
const methodsOf = (name: string, fitted: () => unknown, runs: number): Cases => {
  const fresh = async () => ((await fitted()) as gatecast.Forecaster).fresh()
  return {
    [`${name}.backtest`]: method(fresh, 'backtest', () => [panel(), windows()], runs),
    [`${name}.facts`]: method(fitted, 'facts'),
    [`${name}.fit`]: method(fresh, 'fit', () => [panel(), quick()], runs),
    [`${name}.fresh`]: method(fitted, 'fresh'),
    [`${name}.predict`]: method(fitted, 'predict', () => [panel(), ahead()]),
    [`${name}.save`]: method(fitted, 'save', () => [path(`${name}.safetensors`)]),
    [`${name}.toState`]: method(fitted, 'toState'),
  }
}

export const forecasting: Cases = {
  ...metricCases,
  ...kindCases,
  errorScale: of(gatecast.errorScale, () => [numbers(), 1]),
  owa: of(gatecast.owa, () => [
    { smape: 9, mase: 0.8 },
    { smape: 10, mase: 1 },
  ]),
  cpuInfo: of(gatecast.cpuInfo, () => []),
  gaussian: of(gatecast.gaussian, () => []),
  negativeBinomial: of(gatecast.negativeBinomial, () => []),
  point: of(gatecast.point, () => ['huber']),
  poisson: of(gatecast.poisson, () => []),
  quantiles: of(gatecast.quantiles, () => [[0.05, 0.5, 0.95]]),
  studentT: of(gatecast.studentT, () => []),
  choice: of(gatecast.choice, () => [[32, 64]]),
  integer: of(gatecast.integer, () => [1, 3]),
  uniform: of(gatecast.uniform, () => [0, 0.5]),
  logUniform: of(gatecast.logUniform, () => [1e-4, 1e-2]),
  'Dimension.at': method(
    () => gatecast.integer(1, 3),
    'at',
    () => [0.5],
  ),
  localCandidates: of(gatecast.localCandidates, () => [3]),
  networkCandidates: of(gatecast.networkCandidates, () => [3]),
  'AbortError.constructor': made(gatecast.AbortError, () => [new Error('why')]),
  'GatecastError.constructor': made(gatecast.GatecastError, () => ['ERR_DATA', 'Expected a test', { cause: 1 }]),
  populationStability: of(gatecast.populationStability, () => [[1, 2, 3, 4], [2, 3, 4, 5], { bins: 2 }]),
  forecastFromPanel: of(gatecast.forecastFromPanel, async () => [
    gatecast.panelFromRows((await forecast()).toRows(), written),
  ]),
  monitor: of(gatecast.monitor, async () => [
    await backtest(),
    [await early()],
    panel(),
    { recent: 2, limits: { psi: 1 }, signal: soon() },
  ]),
  'MonitorReport.toRows': method(watched, 'toRows'),
  'MonitorReport.toPrometheus': method(watched, 'toPrometheus', () => [{ labels: { forecast: 'sales' } }]),
  'Backtest.owa': method(backtest, 'owa', async () => [await backtest()]),
  'Backtest.scored': method(backtest, 'scored', () => [{ signal: soon() }]),
  'Backtest.toRows': method(backtest, 'toRows'),
  auto: of(
    gatecast.auto,
    () => [
      panel(),
      { horizon: 3, candidates: gatecast.localCandidates(3), minutes: 0.01, backtest: { windows: 2 }, signal: soon() },
    ],
    10,
  ),
  search: of(
    gatecast.search,
    () => [
      panel(),
      {
        space: { smoothing: gatecast.choice([0.1, 0.2]) },
        build: () => gatecast.theta({ horizon: 3 }),
        trials: 2,
        backtest: { windows: 2 },
        signal: soon(),
      },
    ],
    20,
  ),
  conformal: of(gatecast.conformal, () => [gatecast.theta({ horizon: 3 }), { windows: 2 }]),
  ensemble: of(gatecast.ensemble, () => [[gatecast.theta({ horizon: 3 }), gatecast.ets({ horizon: 3 })], {}]),
  ...methodsOf('LocalForecaster', local, 40),
  ...methodsOf('Forecaster', () => gatecast.ar({ horizon: 3, lags: [1, 7], scope: 'series' }), 20),
  ...methodsOf('NetworkForecaster', network, 12),
  ...methodsOf('Ensemble', averaged, 12),
  ...methodsOf('Conformal', calibrated, 20),
  'NetworkForecaster.stream': method(network, 'stream', () => [panel()]),
  'NetworkForecaster.update': method(
    async () => gatecast.forecasterFromState((await network()).toState()),
    'update',
    () => [panel(), quick()],
    12,
  ),
  'NetworkForecaster.[dispose]': method(async () => (await network()).fresh(), Symbol.dispose ?? '[dispose]'),
  'ForecastStream.next': method(live, 'next', () => [observation(), ahead()]),
  'ForecastStream.[dispose]': method(live, Symbol.dispose),
  'Ensemble.stream': method(both, 'stream', () => [panel()]),
  forecasterFromState: of(gatecast.forecasterFromState, () => [structuredClone(local().toState())]),
  loadForecaster: of(gatecast.loadForecaster, async () => [await savedForecaster()]),
  registerForecaster: of(gatecast.registerForecaster, () => [`kind ${Math.random()}`, () => local()]),
  hierarchy: of(gatecast.hierarchy, () => [shops(), { columns: ['state', 'shop'] }]),
  aggregate: of(gatecast.aggregate, () => [shops(), sums()]),
  fittedColumns: of(gatecast.fittedColumns, async () => [await forecast()]),
  fittedColumnsAsync: of(gatecast.fittedColumnsAsync, async () => [await forecast(), { signal: soon() }]),
  residualDiagnostics: of(gatecast.residualDiagnostics, async () => [await forecast(), { lags: 5 }]),
  residualDiagnosticsAsync: of(gatecast.residualDiagnosticsAsync, async () => [await forecast(), { lags: 5 }]),
  setMaxMemory: { args: () => ['500MB'], call: setAndRestore },
  reconcile: of(gatecast.reconcile, async () => [await totals(), sums(), { method: 'ols', signal: soon() }]),
  explain: of(gatecast.explain, () => [local(), panel(), { series: 'a', signal: soon() }], 20),
  chart: of(gatecast.chart, async () => [await forecast(), 'a', { panel: panel(), width: 600 }]),
  terminalChart: of(gatecast.terminalChart, async () => [await forecast(), 'a', { panel: panel(), width: 60 }]),
  report: of(
    gatecast.report,
    async () => [
      { forecast: await forecast(), backtest: await backtest(), panel: panel() },
      { path: path('report.html'), title: 'Sales' },
    ],
    20,
  ),
}
