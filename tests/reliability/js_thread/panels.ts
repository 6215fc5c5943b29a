import type { Backtest, Forecast, Panel } from 'gatecast'
import { type Call, call } from './call.ts'
import { reading } from './world.ts'

const sync = { sync: true } as const
const options = reading as never

export const panelCalls: readonly Call[] = [
  call<never>('gatecast.panelFromRows', ({ library, objects }) => library.gatecast.panelFromRows(objects, options), {
    ...sync,
    prepare: (w) => w.objects as never,
  }),
  call<never>(
    'gatecast.panelFromColumns',
    ({ library, columns }) => library.gatecast.panelFromColumns(columns, options),
    { ...sync, prepare: (w) => w.columns as never },
  ),
  call<never>(
    'gatecast.panelFromSeries',
    ({ library, given }) => library.gatecast.panelFromSeries(given, { frequency: '1min' }),
    { ...sync, prepare: (w) => w.given as never },
  ),
  ...(['rows', 'columns', 'frame', 'series'] as const).map(
    (form): Call =>
      call<never>(
        'gatecast.panelFrom',
        (world, signal) => {
          const { panelFrom } = world.library.gatecast
          if (form === 'series') return panelFrom(world.given, { frequency: '1min', signal })
          const data = form === 'rows' ? world.objects : form === 'columns' ? world.columns : world.frame
          return panelFrom(data, { ...reading, known: ['price'], signal })
        },
        {
          name: `panelFrom ${form}`,
          prepare: (w) => (form === 'rows' ? w.objects : form === 'frame' ? w.frame : w.given) as never,
        },
      ),
  ),
  ...(['toColumnsAsync', 'toRowsAsync'] as const).map(
    (method): Call =>
      call<Forecast>(`gatecast.Forecast.${method}`, (_, signal, forecast) => forecast[method]({ signal }), {
        prepare: (w) => w.longForecast,
      }),
  ),
  call<Panel>('gatecast.Panel.toColumnsAsync', (_, signal, panel) => panel.toColumnsAsync({ signal }), {
    prepare: (w) => w.withPrice,
  }),
  call<Backtest>('gatecast.Backtest.scored', (_, signal, backtest) => backtest.scored({ signal }), {
    prepare: ({ library, panel }) => library.gatecast.naive({ horizon: 5 }).backtest(panel, { windows: 1 }),
  }),
  call<Forecast>(
    'gatecast.residualDiagnosticsAsync',
    ({ library }, signal, forecast) => library.gatecast.residualDiagnosticsAsync(forecast, { signal }),
    { prepare: (w) => w.forecast },
  ),
  ...(
    [
      'select',
      'cut',
      'extend',
      'withCalendar',
      'withHolidays',
      'withTargets',
      'with',
      'times',
      'history',
      'indexOf',
      'toDataFrame',
    ] as const
  ).map(
    (method): Call =>
      call<Panel>(
        `gatecast.Panel.${method}`,
        ({ danfo }, _, panel) => {
          if (method === 'select') return panel.select(panel.ids.map((_, i) => i))
          if (method === 'cut') return panel.cut((series) => panel.lengths[series] - 1)
          if (method === 'extend') return panel.extend(5)
          if (method === 'withCalendar') return panel.withCalendar(['dayOfWeek', 'month'])
          if (method === 'withHolidays') return panel.withHolidays(['2024-12-25'], { before: 1 })
          if (method === 'withTargets') return panel.withTargets(['y'])
          if (method === 'with') return panel.with({})
          if (method === 'times') return panel.times(0)
          if (method === 'history') return panel.history(0)
          if (method === 'indexOf') return panel.indexOf(panel.ids[panel.ids.length - 1])
          return panel.toDataFrame(danfo)
        },
        { ...sync, prepare: (w) => w.withPrice },
      ),
  ),
  ...(['toColumns', 'toRows', 'toDataFrame', 'origins', 'of', 'times', 'interval'] as const).map(
    (method): Call =>
      call<Forecast>(
        `gatecast.Forecast.${method}`,
        ({ danfo }, _, forecast) => {
          if (method === 'origins') return forecast.origins
          if (method === 'of') return forecast.of(forecast.ids[0])
          if (method === 'times') return forecast.times(0)
          if (method === 'interval') return forecast.interval(0.8)
          return method === 'toDataFrame' ? forecast.toDataFrame(danfo) : forecast[method]()
        },
        { ...sync, prepare: (w) => w.longForecast },
      ),
  ),
  ...(['overall', 'perSeries', 'perHorizon', 'toRows'] as const).map(
    (method): Call =>
      call<Backtest>(
        `gatecast.Backtest.${method}`,
        (_, __, backtest) => (method === 'toRows' ? backtest.toRows() : backtest[method]),
        {
          ...sync,
          prepare: async ({ library, panel }) => library.gatecast.naive({ horizon: 5 }).backtest(panel, { windows: 1 }),
        },
      ),
  ),
  call('gatecast.detectSeason', ({ library, panel }) => library.gatecast.detectSeason(panel), sync),
  call('gatecast.detectSeasons', ({ library, panel }) => library.gatecast.detectSeasons(panel), sync),
  call(
    'gatecast.hierarchy',
    ({ library, panel }) => library.gatecast.hierarchy(panel.with({ names: { series: 'g', time: 'time' } }), {}),
    sync,
  ),
  call('gatecast.aggregate', ({ library, sums }) => library.gatecast.aggregate(sums.panel, sums.hierarchy), {
    ...sync,
    not: ['one'],
  }),
  call<Forecast>(
    'gatecast.reconcile',
    ({ library, sums }, signal, forecast) => library.gatecast.reconcile(forecast, sums.hierarchy, { signal }),
    {
      not: ['one'],
      prepare: ({ library, sums }) =>
        library.gatecast
          .naive({ horizon: 4 })
          .predict(library.gatecast.aggregate(sums.panel, sums.hierarchy), { quantiles: [] }),
    },
  ),
  call<Forecast>(
    'gatecast.residualDiagnostics',
    ({ library }, _, forecast) => library.gatecast.residualDiagnostics(forecast),
    { ...sync, prepare: (w) => w.forecast },
  ),
  call<Forecast>('gatecast.fittedColumns', ({ library }, _, forecast) => library.gatecast.fittedColumns(forecast), {
    ...sync,
    prepare: (w) => w.forecast,
  }),
  call<Forecast>(
    'gatecast.fittedColumnsAsync',
    ({ library }, signal, forecast) => library.gatecast.fittedColumnsAsync(forecast, { signal }),
    { prepare: (w) => w.forecast },
  ),
  call(
    'gatecast.decompose',
    ({ library, panel }) => library.gatecast.decompose(panel.history(0), { seasons: [60] } as never),
    sync,
  ),
  call(
    'gatecast.decomposeAsync',
    ({ library, panel }, signal) => library.gatecast.decomposeAsync(panel.history(0), { seasons: [60], signal }),
    { not: ['many'] },
  ),
  call<Float64Array[]>('gatecast.inferFrequency', ({ library }, _, times) => library.gatecast.inferFrequency(times), {
    ...sync,
    prepare: ({ panel }) => panel.ids.map((_, i) => panel.times(i)),
  }),
  call('gatecast.parseTimes', ({ library, columns }) => library.gatecast.parseTimes(columns.time as string[]), {
    ...sync,
    prepare: (w) => w.columns,
  }),
  ...(['texts', 'numbers', 'days'] as const).map(
    (form): Call =>
      call<ArrayLike<unknown>>(
        'gatecast.parseTimesAsync',
        ({ library }, signal, times) => library.gatecast.parseTimesAsync(times, { signal }),
        {
          name: `parseTimesAsync ${form}`,
          prepare: ({ columns, panel }) => {
            if (form === 'texts') return columns.time
            if (form === 'numbers') return panel.ids.flatMap((_, i) => Array.from(panel.times(i)))
            return Array.from(columns.time, (_, row) => {
              const day = new Date(Date.UTC(2024, 0, 1 + (row % 100_000)))
              return `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`
            })
          },
        },
      ),
  ),
  call<{ reference: Backtest; forecasts: Forecast[] }>(
    'gatecast.monitor',
    ({ library, panel }, signal, { reference, forecasts }) =>
      library.gatecast.monitor(reference, forecasts, panel, { signal }),
    {
      async prepare({ library, panel }) {
        const model = library.gatecast.naive({ horizon: 4 })
        const past = panel.cut((series) => panel.lengths[series] - 4)
        const reference = await model.backtest(past, { windows: 1 })
        return { reference, forecasts: [await model.predict(past)] }
      },
    },
  ),
  call<Panel>('gatecast.forecastFromPanel', ({ library }, _, panel) => library.gatecast.forecastFromPanel(panel), {
    ...sync,
    prepare: ({ panel }) => panel,
  }),
  call(
    'gatecast.populationStability',
    ({ library, panel }) => library.gatecast.populationStability(panel.target.values, panel.target.values),
    sync,
  ),
  call('gatecast.errorScale', ({ library, panel }) => library.gatecast.errorScale(panel.target.values, 1), sync),
  call('gatecast.dataFrame', ({ library, columns, danfo }) => library.gatecast.dataFrame(columns, danfo), {
    ...sync,
    prepare: (w) => w.columns,
  }),
  call('gatecast.columnsOf', ({ library, frame }) => library.gatecast.columnsOf(frame), {
    ...sync,
    prepare: (w) => w.frame,
  }),
  call<{ forecast: Forecast; backtest: Backtest; path: string }>(
    'gatecast.report',
    ({ library, panel }, signal, { path, ...what }) => library.gatecast.report({ ...what, panel }, { path, signal }),
    {
      prepare: async (w) => ({
        forecast: await w.forecast,
        backtest: await w.backtest,
        path: await w.path('report.html'),
      }),
    },
  ),
  call<Forecast>(
    'gatecast.chart',
    ({ library, panel }, _, forecast) => library.gatecast.chart(forecast, panel.ids[0], { panel } as never),
    { ...sync, prepare: (w) => w.forecast },
  ),
  call<Forecast>(
    'gatecast.terminalChart',
    ({ library, panel }, _, forecast) => library.gatecast.terminalChart(forecast, panel.ids[0], { panel } as never),
    { ...sync, prepare: (w) => w.forecast },
  ),
]
