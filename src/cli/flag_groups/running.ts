// The flags that say how models are trained and tested, and what becomes of forecasts.

import { type Flag, number, numbers } from './flag.ts'

export const training: Flag[] = [
  {
    flags: '--epochs <number>',
    text: 'number of epochs; default: follows from the data',
    key: 'train.epochs',
    read: number,
  },
  { flags: '--learning-rate <rate>', text: 'learning rate of the optimiser', key: 'train.learningRate', read: number },
  {
    flags: '--schedule <name>',
    text: 'how the learning rate changes over the epochs',
    key: 'train.schedule',
    listsNames: true,
  },
  {
    flags: '--validation <share>',
    text: "share of each series' last rows that is held out",
    key: 'train.validation',
    read: number,
  },
  {
    flags: '--weights <column>',
    text: 'column with the weight of each row in the training of a network; also name it with --observed or --static',
    key: 'train.weights',
  },
  {
    flags: '--memory <size>',
    text: 'memory for rows while a network is trained, for example 1GB',
    key: 'train.memory',
  },
]

export const forecasting: Flag[] = [
  { flags: '--out <path>', text: 'the output', key: 'out', listsNames: true },
  {
    flags: '--out-format <format>',
    text: 'format of the parts in a folder (default parquet), or of the standard output (default csv)',
    key: 'format',
    listsNames: true,
  },
  {
    flags: '--csv-formulas <what>',
    text: 'in CSV, texts that a spreadsheet would run as formulas get a quote before them (default), or are kept',
    key: 'csvFormulas',
    listsNames: true,
  },
  {
    flags: '--digits <which>',
    text: 'digits of forecasts in CSV and JSON: useful (default) leaves out those far below the width of an interval, all keeps them',
    key: 'digits',
    listsNames: true,
  },
  {
    flags: '--quantiles <levels>',
    text: 'levels of the quantiles; default 0.1,0.5,0.9',
    key: 'quantiles',
    read: numbers,
  },
  { flags: '--report <file>', text: 'an HTML page with scores, charts and failures', key: 'report' },
  {
    flags: '--workers <number>',
    text: 'number of processes; default: one per processor',
    key: 'workers',
    read: number,
  },
  {
    flags: '--partition-series <number>',
    text: 'number of series per part; default 4096',
    key: 'partitionSeries',
    read: number,
  },
  {
    flags: '--precision <precision>',
    text: 'float32 (default), or bf16, which is faster on processors that have it',
    key: 'precision',
  },
  {
    flags: '--queue <address>',
    text: 'redis:// or postgres:// address of a queue whose workers do the job',
    key: 'queue',
  },
]

export const testing: Flag[] = [
  { flags: '--windows <number>', text: 'number of origins; default 3', key: 'backtest.windows', read: number },
  {
    flags: '--step <steps>',
    text: 'steps between two origins; default: the horizon',
    key: 'backtest.step',
    read: number,
  },
  {
    flags: '--test-series <number>',
    text: 'largest number of series to test; default 2000',
    key: 'backtest.series',
    read: number,
  },
]

export const tuning: Flag[] = [
  {
    flags: '--trials <number>',
    text: 'number of configurations at the start; default 9',
    key: 'tune.trials',
    read: number,
  },
  {
    flags: '--tune-epochs <number>',
    text: 'epochs of the configurations that reach the last round; default 9',
    key: 'tune.epochs',
    read: number,
  },
  {
    flags: '--tune-series <number>',
    text: 'largest number of series to use; default 500',
    key: 'tune.series',
    read: number,
  },
]
