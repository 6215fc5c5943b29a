import type { Pipeline } from 'gatecast/danfo'
import { type Call, call } from './call.ts'
import type { World } from './world.ts'
import { horizon, reading } from './world.ts'

const sync = { sync: true } as const
const roles = reading as never
const pipeline = (world: World): Pipeline => world.library.danfo.prepare(world.frame, roles)

const steps: readonly (readonly [name: string, args: unknown[]])[] = [
  ['markMissing', [[-200]]],
  ['regularise', []],
  ['resample', ['5min', { aggregate: 'sum' }]],
  ['fill', ['linear']],
  ['clip', [{ columns: 'y', min: 40, max: 60 }]],
  ['outliers', ['iqr', { columns: 'y' }]],
  ['log', [{ columns: 'y' }]],
  ['boxCox', [{ columns: 'y', lambda: 0.5 }]],
  ['difference', [{ columns: 'y' }]],
  ['scale', ['standard', { columns: 'y' }]],
  ['lags', [[1], { columns: 'y' }]],
  ['rolling', ['mean', { window: 5, columns: 'y' }]],
  ['expanding', ['mean', { columns: 'y' }]],
  ['calendar', [['dayOfWeek']]],
  ['oneHot', [{ columns: 'price' }]],
  ['ordinal', [{ columns: 'price' }]],
]

const jobOf = async (world: World, file: string, more: object = {}) =>
  world.library.jobs.jobOf({
    source: file,
    columns: { series: 'series', time: 'time', target: 'y', known: ['price'] },
    frequency: '1min',
    horizon,
    model: 'naive',
    ...more,
  } as never)

export const fileCalls: readonly Call[] = [
  ...(['csv', 'parquet'] as const).flatMap((ending): Call[] =>
    (['columns', 'head', 'profile', 'survey', 'parts', 'readPanel', 'ids', 'repartition'] as const).map((method) =>
      call<{ tables: Awaited<ReturnType<typeof import('gatecast/files').Tables.open>>; path: string; folder: string }>(
        `files.Tables.${method}`,
        async (_, signal, { tables, path, folder }) => {
          const source = { path }
          const own = { signal }
          if (method === 'columns') await tables.columns(source, own)
          if (method === 'head') await tables.head(source, 5, own)
          if (method === 'profile') await tables.profile(source, {}, own)
          if (method === 'survey') await tables.survey(source, roles, own)
          if (method === 'parts') await tables.parts(source, roles, 100, own)
          if (method === 'readPanel') await tables.readPanel(source, roles, own)
          if (method === 'ids') await tables.ids(source, roles, { from: 's', to: 't' }, own)
          if (method === 'repartition') await tables.repartition(source, roles, [{ from: 's', to: 't' }], folder, own)
        },
        {
          name: `Tables.${method} ${ending}`,
          prepare: async (w) => ({
            tables: await w.library.files.Tables.open({ threads: 2 }),
            path: await w.file(ending),
            folder: await w.path(`ranges-${crypto.randomUUID()}`),
          }),
        },
      ),
    ),
  ),
  call<string>(
    'files.writeTable',
    ({ library, columns }, _, path) =>
      library.files.writeTable(path, [
        { name: 'series', type: 'text', values: columns.series as string[] },
        { name: 'y', type: 'number', values: columns.y as Float64Array },
      ]),
    { deaf: true, prepare: (w) => w.path('written.csv') },
  ),
  call<string>(
    'files.generateTable',
    ({ library, series, rows }, _, path) => library.files.generateTable(path, { series, rows, seasons: [] }),
    { deaf: true, prepare: (w) => w.path('made.parquet') },
  ),
  call<string>(
    'files.joinTables',
    async (w, _, path) => w.library.files.joinTables([path, path], await w.path('joined.csv')),
    { deaf: true, prepare: (w) => w.file('csv') },
  ),
  call('datasets.generatePanel', ({ library, series, rows }) => library.datasets.generatePanel({ series, rows }), sync),
  ...(['inspectData', 'backtestFiles', 'trainFiles', 'tuneFiles', 'anomalyFiles', 'runJob'] as const).map(
    (name): Call =>
      call<string>(
        `jobs.${name}`,
        async (world, signal, path) => {
          const file = await world.path(crypto.randomUUID())
          const own = {
            inspectData: {},
            backtestFiles: {},
            trainFiles: { model: { kind: 'gru', context: 16 }, train: { save: `${file}.safetensors` } },
            tuneFiles: { model: { kind: 'gru', context: 16 }, train: { save: `${file}.safetensors` } },
            anomalyFiles: { out: `${file}.csv` },
            runJob: { out: `${file}.csv` },
          }[name]
          const job = await jobOf(world, path, own)
          return (world.library.jobs[name] as (job: unknown, run: object) => unknown)(job, { signal })
        },
        { prepare: (w) => w.file('csv') },
      ),
  ),
]

export const danfoCalls: readonly Call[] = [
  call('danfo.prepare', pipeline, { ...sync, prepare: (w) => w.frame }),
  ...steps.map(
    ([name, args]): Call =>
      call<Pipeline>(
        `danfo.${name}`,
        (_, __, own) => (own as unknown as Record<string, (...args: unknown[]) => unknown>)[name](...args),
        { ...sync, prepare: pipeline },
      ),
  ),
  call<Pipeline>('danfo.Pipeline.toFrame', (_, __, own) => own.toFrame(), { ...sync, prepare: pipeline }),
  call<Pipeline>('danfo.Pipeline.toPanel', (_, __, own) => own.toPanel(), { ...sync, prepare: pipeline }),
  call<Pipeline>('danfo.Pipeline.apply', ({ frame }, __, own) => own.apply(frame), {
    ...sync,
    prepare: (w) => pipeline(w).scale('standard', { columns: 'y' }),
  }),
  call<Pipeline>('danfo.Pipeline.inverse', ({ frame }, __, own) => own.inverse(frame), {
    ...sync,
    prepare: (w) => pipeline(w).scale('standard', { columns: 'y' }),
  }),
]

const nested = ({ rows }: { rows: number }, width: number) =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: width }, (_, j) => Math.sin(i + j)))

export const learningCalls: readonly Call[] = [
  ...(['fit', 'predict', 'evaluate', 'gradients'] as const).map(
    (name): Call =>
      call<{ model: never; x: number[][]; y: number[][] }>(
        `nn.Model.${name}`,
        (_, signal, { model, x, y }) => {
          const own = model as unknown as Record<string, (data: object, options: object) => unknown>
          return own[name](name === 'predict' ? { x } : { x, y }, { ...(name === 'fit' ? { epochs: 1 } : {}), signal })
        },
        {
          not: ['one', 'many'],
          prepare: ({ library: { nn } }) => {
            const x = nn.input(['batch', 64])
            const y = nn.input(['batch', 1])
            const out = nn.linear(x, 1)
            const model = new (nn.Model as unknown as new (o: object) => never)({
              inputs: { x, y },
              outputs: { out },
              loss: nn.mse(out, y),
            })
            return { model, x: nested({ rows: 20_000 }, 64), y: nested({ rows: 20_000 }, 1) }
          },
        },
      ),
  ),
  call('nn.tensor', ({ library }) => library.nn.tensor(nested({ rows: 1 }, 1)), { ...sync, not: ['one', 'many'] }),
  call('sequences.anomalies', async ({ library, panel }, signal) => {
    const detector = library.sequences.anomalies()
    await detector.fit(panel, { signal })
    const found = await detector.detect(panel, { signal })
    return found.events
  }),
  call('sequences.changePoints', ({ library, panel }, signal) =>
    library.sequences.changePoints(panel.history(0), { signal }),
  ),
  call(
    'sequences.classificationScores',
    ({ library, series, rows }) => {
      const labels = Array.from({ length: series * rows }, (_, i) => `c${i % 3}`)
      const probabilities = Array.from(labels, () => Float64Array.of(0.2, 0.3, 0.5))
      return library.sequences.classificationScores(labels, {
        labels,
        classes: ['c0', 'c1', 'c2'],
        probabilities,
      } as never)
    },
    sync,
  ),
  call(
    'sequences.regressionScores',
    ({ library, panel }) => library.sequences.regressionScores(panel.target.values, panel.target.values),
    sync,
  ),
  ...(['sequenceClassifier', 'sequenceRegressor'] as const).map(
    (name): Call =>
      call<{ sequences: Float32Array[]; labels: unknown[] }>(
        `sequences.${name}`,
        async ({ library }, signal, { sequences, labels }) => {
          const model = (
            library.sequences[name] as (o: object) => {
              fit(...a: unknown[]): Promise<unknown>
              predict(...a: unknown[]): unknown
            }
          )({ kind: 'miniRocket' })
          await model.fit({ sequences, labels }, { signal })
          return model.predict(sequences, { signal })
        },
        {
          not: ['one'],
          prepare: () => ({
            sequences: Array.from({ length: 2000 }, (_, i) =>
              Float32Array.from({ length: 100 }, (_, t) => Math.sin(t * (1 + (i % 2)))),
            ),
            labels: Array.from({ length: 2000 }, (_, i) => (name === 'sequenceClassifier' ? `c${i % 2}` : i % 2)),
          }),
        },
      ),
  ),
]
