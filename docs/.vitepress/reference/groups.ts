/** A page of the reference: the exports of an entry of the package whose sources are in some files of `src`. */
export interface Group {
  /** Name of the page below `/api/`. */
  page: string
  title: string
  /** The entry of the package that a user imports. */
  entry: string
  /** One sentence below the title. */
  about: string
  /**
   * Paths of files or folders below `src`. A name belongs to the page with the longest path that the path of its source
   * starts with.
   */
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
      about: 'The interface of all forecasters, their predictions, and how to save them.',
      from: ['forecast'],
    },
    {
      page: 'kinds',
      title: 'Kinds of forecasters',
      about: 'One function for each kind, from baselines to networks.',
      from: ['forecast/kinds', 'forecast/local'],
    },
    {
      page: 'networks',
      title: 'Options and outputs of networks',
      about: 'What all networks have in common, and the distributions they can predict.',
      from: ['forecast/network', 'models'],
    },
    {
      page: 'combining',
      title: 'Intervals, ensembles and search',
      about: 'Forecasters that combine other forecasters, and the search for the best one.',
      from: ['forecast/intervals', 'forecast/ensemble.ts', 'forecast/search'],
    },
    {
      page: 'evaluation',
      title: 'Backtests and scores',
      about: 'Measure how good forecasts are, on data that the forecaster has not seen.',
      from: ['forecast/backtest', 'forecast/metrics'],
    },
    {
      page: 'monitoring',
      title: 'Monitoring',
      about: 'Compare forecasts with the values that came, and find drift.',
      from: ['forecast/monitor'],
    },
    {
      page: 'panels',
      title: 'Panels and DataFrames',
      about: 'A panel holds many series as columns. Make it from rows, columns, series or a frame.',
      from: ['series', 'frames'],
    },
    {
      page: 'time',
      title: 'Frequencies and times',
      about: 'Steps of a calendar, parsing of times, and features of a date.',
      from: ['series/time', 'series/calendar'],
    },
    {
      page: 'reports',
      title: 'Charts and reports',
      about: 'Draw forecasts as an HTML page, as an SVG picture, or in a terminal, and explain them in words.',
      from: ['report', 'inspect'],
    },
    {
      page: 'machine',
      title: 'Errors and the machine',
      about: 'The class of all errors, and the kernels that run on this machine.',
      from: ['base', 'addon'],
    },
  ]),
  ...entry('gatecast/nn', [
    {
      page: 'nn-model',
      title: 'Model and training',
      about: 'Build a network from values, train it, run it, stream it, inspect it and save it.',
      from: ['nn', 'addon', 'base'],
    },
    {
      page: 'nn-ops',
      title: 'Values and ops',
      about: 'The parts of a network. Every op makes a value from values and checks their shapes at once.',
      from: ['nn/ops', 'nn/values'],
    },
    {
      page: 'nn-blocks',
      title: 'Blocks of layers',
      about: 'Multi-head attention, positional encodings, and the encoder and decoder of a Transformer.',
      from: ['nn/blocks'],
    },
    {
      page: 'nn-losses',
      title: 'Losses',
      about: 'The numbers that training minimises. All losses take weights and a mask.',
      from: ['nn/ops/losses.ts', 'nn/ops/sum_of_losses.ts'],
    },
    {
      page: 'nn-layers',
      title: 'Recurrent layers',
      about:
        'RNN, LSTM and GRU without a model: the states of every step, backward passes that you call yourself, parameters with the names of PyTorch.',
      from: ['nn/layers'],
    },
    {
      page: 'nn-optimizers',
      title: 'Optimisers and schedules',
      about: 'The rules that change parameters by their gradients, and the learning rate over time.',
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
      about: 'Steps from a frame to a panel. A pipeline keeps them and inverts them on forecasts.',
      from: ['danfo', 'series', 'frames'],
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
      about: 'Classic series in the package, and synthetic panels from a seed.',
      from: ['datasets'],
    },
  ]),
  ...entry('gatecast/files', [
    {
      page: 'files',
      title: 'Tables in files',
      about: 'Read panels from CSV, Parquet, JSON and DuckDB files, and write tables to such files.',
      from: ['files', 'series/table/future/without_past.ts'],
    },
  ]),
  ...entry('gatecast/jobs', [
    {
      page: 'jobs',
      title: 'Jobs',
      about: 'Forecasts from files to files, described by a job file. The command calls these functions.',
      from: ['jobs'],
    },
    {
      page: 'jobs-registry',
      title: 'Registry of models',
      about: 'A folder of model versions with aliases, and the rule by which a new version is promoted.',
      from: ['jobs/model', 'jobs/describe/inspect_model.ts'],
    },
    {
      page: 'jobs-queue',
      title: 'Jobs on a queue',
      about: 'Jobs that workers on many machines share.',
      from: ['jobs/queue'],
    },
  ]),
  ...entry('gatecast/sequences', [
    {
      page: 'sequences',
      title: 'Sequences',
      about: 'Classify, score and watch sequences of any kind: gestures, sounds, words, logs.',
      from: ['sequences', 'base', 'addon'],
    },
  ]),
  ...entry('gatecast/inspect', [
    {
      page: 'inspect',
      title: 'Inspect networks',
      about: 'What a network computes on the way: gates, states, attention, gradients, attributions.',
      from: ['inspect', 'base'],
    },
  ]),
  ...entry('gatecast/onnx', [
    {
      page: 'onnx',
      title: 'ONNX models',
      about: 'Networks and forecasters as ONNX models, for other runtimes and languages.',
      from: ['onnx', 'base', 'addon', 'series'],
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
