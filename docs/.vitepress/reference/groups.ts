/** A page of the reference: what an entry of the package exports out of some files of `src`. */
export interface Group {
  /** Name of the page below `/api/`. */
  page: string
  title: string
  /** What a user imports from. */
  entry: string
  /** One sentence below the title. */
  about: string
  /** Paths below `src`, files or folders. A name belongs to the page with the longest path that its own starts with. */
  from: string[]
}

const entry = (name: string, groups: Omit<Group, 'entry'>[]): Group[] =>
  groups.map((group) => ({ entry: name, ...group }))

/** All pages, in the order of the sidebar. */
export const groups: Group[] = [
  ...entry('gatecast', [
    {
      page: 'forecasters',
      title: 'Forecasters',
      about: 'What all forecasters have in common, what they predict, and how they are saved.',
      from: ['forecast'],
    },
    {
      page: 'local-forecasters',
      title: 'Baselines and statistical methods',
      about: 'One model per series, fitted in milliseconds: what a network has to beat.',
      from: ['forecast/kinds', 'forecast/local'],
    },
    {
      page: 'network-forecasters',
      title: 'Networks',
      about: 'One recurrent network for all series of a panel, and the distributions it can predict.',
      from: [
        ...['forecast/network', 'models'],
        ...['gru', 'lstm', 'rnn', 'deep_ar', 'mq_rnn'].map((name) => `forecast/kinds/${name}.ts`),
      ],
    },
    {
      page: 'combining',
      title: 'Intervals, ensembles and search',
      about: 'Forecasters made of forecasters, and the choice between them.',
      from: ['forecast/intervals', 'forecast/ensemble.ts', 'forecast/search'],
    },
    {
      page: 'evaluation',
      title: 'Backtests and scores',
      about: 'How good forecasts are, on numbers they have not seen.',
      from: ['forecast/backtest', 'forecast/metrics'],
    },
    {
      page: 'panels',
      title: 'Panels and DataFrames',
      about: 'Many series as columns, made from rows, columns, series or a DataFrame.',
      from: ['series'],
    },
    {
      page: 'time',
      title: 'Frequencies and times',
      about: 'Steps of a calendar, times as people write them, features of a date.',
      from: ['series/time', 'series/calendar'],
    },
    {
      page: 'reports',
      title: 'Charts and reports',
      about: 'Pictures of forecasts: an HTML page, an SVG, a terminal.',
      from: ['report'],
    },
    {
      page: 'machine',
      title: 'Errors and the machine',
      about: 'The one class of errors, and the kernels that run here.',
      from: ['base', 'addon'],
    },
  ]),
  ...entry('gatecast/nn', [
    {
      page: 'nn-model',
      title: 'Model and training',
      about: 'A network made of values: fitted, run, streamed, looked into, saved.',
      from: ['nn', 'addon', 'base'],
    },
    {
      page: 'nn-ops',
      title: 'Values and ops',
      about: 'What a network is written in. Every op makes a value from values, and checks their shapes at once.',
      from: ['nn/ops', 'nn/values'],
    },
    {
      page: 'nn-losses',
      title: 'Losses',
      about: 'What training makes small. All take weights, and leave out rows that are masked.',
      from: ['nn/ops/losses.ts'],
    },
    {
      page: 'nn-layers',
      title: 'Recurrent layers',
      about: 'RNN, LSTM and GRU on their own: states of every step, gradients by hand, parameters named as in PyTorch.',
      from: ['nn/layers'],
    },
    {
      page: 'nn-optimizers',
      title: 'Optimisers and schedules',
      about: 'How parameters follow their gradients, and how fast.',
      from: ['nn/training/optimizers.ts', 'nn/training/schedules.ts'],
    },
    {
      page: 'nn-tensors',
      title: 'Tensors and safetensors',
      about: 'Arrays with a shape, in memory and in files.',
      from: ['nn/values/tensor.ts', 'nn/storage'],
    },
  ]),
  ...entry('gatecast/danfo', [
    {
      page: 'danfo',
      title: 'Preparing DataFrames',
      about: 'Steps from a danfojs DataFrame to a panel, kept as a pipeline and undone on forecasts.',
      from: ['danfo', 'series'],
    },
    {
      page: 'danfo-steps',
      title: 'Single steps',
      about: 'Each step of a pipeline as a function of its own: a DataFrame in, a DataFrame out.',
      from: ['danfo/functions.ts'],
    },
  ]),
  ...entry('gatecast/datasets', [
    {
      page: 'datasets',
      title: 'Data sets',
      about: 'Classic series that come with the package, and panels made up from a seed.',
      from: ['datasets'],
    },
  ]),
  ...entry('gatecast/files', [
    {
      page: 'files',
      title: 'Tables in files',
      about: 'Panels from CSV, Parquet, JSON and DuckDB files, and tables written to them.',
      from: ['files'],
    },
  ]),
  ...entry('gatecast/jobs', [
    {
      page: 'jobs',
      title: 'Jobs',
      about: 'Forecasts from files to files, described by a job file: what the command calls.',
      from: ['jobs'],
    },
    {
      page: 'jobs-registry',
      title: 'Registry of models',
      about: 'A folder of versions of models with aliases, and the rule by which a new one is promoted.',
      from: ['jobs/model', 'jobs/inspect/inspect_model.ts'],
    },
    {
      page: 'jobs-queue',
      title: 'Jobs on a queue',
      about: 'The same jobs, spread over workers on many machines.',
      from: ['jobs/queue'],
    },
  ]),
  ...entry('gatecast/native', [
    {
      page: 'native',
      title: 'Kernels on plain arrays',
      about: 'The C++ core without models: recurrent passes, attention and products on typed arrays.',
      from: ['native', 'nn', 'addon', 'base'],
    },
  ]),
]
