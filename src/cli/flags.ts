// Flags that several verbs have, and the key of a job that each one sets.

import type { Command } from 'commander'
import { defined } from '../base/defined.ts'
import { GatecastError } from '../base/error.ts'
import type { JobOverrides } from '../jobs/index.ts'
import { modelKinds } from '../jobs/model/model_kinds.ts'

interface Flag {
  /** Name and value, as commander expects them. */
  flags: string
  text: string
  /** The key of a job that the flag sets. */
  key: string
  read?: (text: string) => unknown
}

// A value that is not a number stays a text, so that the schema reports it with the name of the flag.
const number = (text: string): unknown => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text)
const names = (text: string): string[] => text.split(',').map((name) => name.trim())
const numbers = (text: string): unknown[] => names(text).map(number)
const oneOrSeveral = (text: string): string | string[] => (text.includes(',') ? names(text) : text)

const source: Flag[] = [
  { flags: '--format <format>', text: 'csv, parquet, json or duckdb; default: by extension', key: 'source.format' },
  { flags: '--table <name>', text: 'table or view of a DuckDB file', key: 'source.table' },
  { flags: '--query <sql>', text: 'a SELECT in SQL; its result is the source', key: 'source.query' },
  { flags: '--future <file>', text: 'rows with the known covariates over the horizon', key: 'future' },
  { flags: '--layout <layout>', text: 'long, or wide: one column of times and one column per series', key: 'layout' },
]

const columns: Flag[] = [
  { flags: '--time <column>', text: 'column of times', key: 'columns.time' },
  { flags: '--target <column>', text: 'column to forecast', key: 'columns.target' },
  {
    flags: '--series <columns>',
    text: 'column that names the series, or several columns that name it together',
    key: 'columns.series',
    read: oneOrSeveral,
  },
  { flags: '--known <columns>', text: 'covariates that are known over the horizon', key: 'columns.known', read: names },
  {
    flags: '--observed <columns>',
    text: 'covariates that are known only up to now',
    key: 'columns.observed',
    read: names,
  },
  {
    flags: '--static <columns>',
    text: 'covariates with one value per series',
    key: 'columns.static',
    read: names,
  },
  {
    flags: '--categorical <columns>',
    text: 'covariates that are categories although they are written as numbers',
    key: 'columns.categorical',
    read: names,
  },
  {
    flags: '--frequency <step>',
    text: 'step between two rows: d, h, 15min, W-SUN, MS; default: inferred from the times',
    key: 'frequency',
  },
  { flags: '--time-zone <name>', text: 'time zone whose clock the times show; default UTC', key: 'timeZone' },
  {
    flags: '--time-format <format>',
    text: 'format of the times: auto, M/D/Y, D/M/Y, "epoch s" or "epoch ms"',
    key: 'timeFormat',
  },
  {
    flags: '--missing <values>',
    text: 'values that mean missing, for example -200',
    key: 'missing',
    read: numbers,
  },
  {
    flags: '--duplicates <rule>',
    text: 'for rows of the same time in one series: error, first, last, mean, sum, min, max',
    key: 'duplicates',
  },
]

const model: Flag[] = [
  { flags: '--horizon <steps>', text: 'steps to forecast', key: 'horizon', read: number },
  {
    flags: '--model <model>',
    text: `auto (default), a file, registry/name@version, or a kind: ${modelKinds.join(', ')}`,
    key: 'model',
  },
  { flags: '--seed <number>', text: 'of all random numbers; default 0', key: 'seed', read: number },
]

const training: Flag[] = [
  {
    flags: '--epochs <number>',
    text: 'number of epochs; default: follows from the data',
    key: 'train.epochs',
    read: number,
  },
  { flags: '--learning-rate <rate>', text: 'learning rate of the optimiser', key: 'train.learningRate', read: number },
  {
    flags: '--validation <share>',
    text: "share of each series' last rows that is held out",
    key: 'train.validation',
    read: number,
  },
  {
    flags: '--memory <size>',
    text: 'memory for rows while a network is trained, for example 1GB',
    key: 'train.memory',
  },
]

const forecasting: Flag[] = [
  { flags: '--out <path>', text: 'a file (.csv, .parquet), or a folder for parts', key: 'out' },
  { flags: '--out-format <format>', text: 'format of parts: parquet (default) or csv', key: 'format' },
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

const testing: Flag[] = [
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

const tuning: Flag[] = [
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

const groups = { source, columns, model, training, forecasting, testing, tuning }
const headings: Record<keyof typeof groups, string> = {
  source: 'Source:',
  columns: 'Columns (a column that is not named is found if only one fits):',
  model: 'Model:',
  training: 'Training:',
  forecasting: 'Forecast:',
  testing: 'Backtest:',
  tuning: 'Search:',
}

export type FlagGroup = keyof typeof groups

/** Adds groups of flags to a verb. */
export function addFlags(command: Command, names: readonly FlagGroup[]): Command {
  for (const name of names) {
    command.optionsGroup(headings[name])
    for (const { flags, text } of groups[name]) command.option(flags, text)
    if (name === 'model')
      command.option('--option <key=value>', 'of the model, such as hiddenSize=64; may be repeated', collect)
  }
  return command
}

/** Adds the flags that every verb has. */
export const addGeneral = (command: Command): Command =>
  command
    .optionsGroup('General:')
    .option('--json', 'print the result as one JSON document to stdout, and events as JSON lines to stderr')
    .option('--quiet', 'print no notes and no progress')
    .helpOption('-h, --help', 'print this text')

const collect = (value: string, before: string[] = []): string[] => [...before, value]

export type Values = Readonly<Record<string, unknown>>

const all = Object.values(groups).flat()
const nameOf = ({ flags }: Flag): string => flags.split(' ')[0]
const valueName = (flag: Flag): string =>
  nameOf(flag)
    .slice(2)
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The keys of a job that the source and the flags set. */
export function overridesOf(values: Values, path?: readonly string[]): JobOverrides {
  const job: Record<string, unknown> = {}
  for (const flag of all) {
    const text = values[valueName(flag)]
    if (typeof text !== 'string' || flag.key.startsWith('source.') || flag.key === 'model') continue
    const [first, second] = flag.key.split('.')
    const value = (flag.read ?? ((own: string) => own))(text)
    if (second === undefined) job[first] = value
    else job[first] = { ...(job[first] as object), [second]: value }
  }
  const from = sourceOf(values, path)
  if (from !== undefined) job.source = from
  const chosen = modelOf(values)
  if (chosen !== undefined) job.model = chosen
  return job as JobOverrides
}

function sourceOf({ format, table, query }: Values, path: readonly string[] = []): unknown {
  const given = path.length > 1 ? path : path[0]
  if (query !== undefined) return { query, ...defined({ path: given }) }
  if (given === undefined) return undefined
  if (format === undefined && table === undefined && typeof given === 'string') return given
  return { path: given, ...defined({ format, table }) }
}

function modelOf({ model: given, option }: Values): unknown {
  const options = Object.fromEntries(((option as string[] | undefined) ?? []).map(optionOf))
  const hasOptions = Object.keys(options).length > 0
  if (typeof given === 'string' && (modelKinds as readonly string[]).includes(given)) return { kind: given, ...options }
  if (hasOptions)
    throw new GatecastError(
      'ERR_JOB',
      `--option: expected a kind of model with --model, for example gru, got ${given ?? 'none'}`,
    )
  if (typeof given !== 'string' || given === 'auto') return given
  const entry = /^(.+)\/([^/@]+)@([^/@]+)$/.exec(given)
  if (entry) return { registry: entry[1], name: entry[2], version: entry[3] }
  if (/[./\\]/.test(given)) return given
  // A word without a dot or slash is not a file. As an unknown kind, it makes the schema list the kinds.
  return { kind: given }
}

function optionOf(text: string): [string, unknown] {
  const at = text.indexOf('=')
  if (at < 1)
    throw new GatecastError('ERR_JOB', `--option: expected key=value, for example hiddenSize=64, got "${text}"`)
  const value = text.slice(at + 1)
  const words: Record<string, unknown> = { true: true, false: false }
  return [text.slice(0, at), words[value] ?? (value.includes(',') ? numbers(value) : number(value))]
}

/** The flag that sets a key of a job. */
export function flagOf(key: string): string {
  if (key === 'source' || key === 'source.path') return 'source'
  const saving = /^train\.save(?:\.(registry|name))?/.exec(key)
  if (saving) return `--${saving[1] ?? 'out'}`
  const flag = all.find((one) => one.key === key) ?? all.find((one) => key.startsWith(one.key))
  return flag ? nameOf(flag) : key
}
