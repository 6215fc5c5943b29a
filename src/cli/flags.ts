// Flags that verbs share, and what of a job each one sets.

import type { Command } from 'commander'
import { GatecastError } from '../base/error.ts'
import type { JobOverrides } from '../jobs/index.ts'
import { modelKinds } from '../jobs/model/model_kinds.ts'

interface Flag {
  /** As commander writes it. */
  flags: string
  text: string
  /** Where in a job its value goes. */
  key: string
  read?: (text: string) => unknown
}

// What is not a number goes on as a text: the schema says what it should have been, and by which flag.
const number = (text: string): unknown => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text)
const names = (text: string): string[] => text.split(',').map((name) => name.trim())
const numbers = (text: string): unknown[] => names(text).map(number)
const oneOrSeveral = (text: string): string | string[] => (text.includes(',') ? names(text) : text)

const source: Flag[] = [
  { flags: '--format <format>', text: 'csv, parquet, json or duckdb; default: by extension', key: 'source.format' },
  { flags: '--table <name>', text: 'of a DuckDB file', key: 'source.table' },
  { flags: '--query <sql>', text: 'SQL whose result is the source', key: 'source.query' },
  { flags: '--future <file>', text: 'rows with the known covariates of the horizon', key: 'future' },
  { flags: '--layout <layout>', text: 'long, or wide: times and a column for each series', key: 'layout' },
]

const columns: Flag[] = [
  { flags: '--time <column>', text: 'times', key: 'columns.time' },
  { flags: '--target <column>', text: 'what is to be forecast', key: 'columns.target' },
  {
    flags: '--series <columns>',
    text: 'name of the series, or several that name it together',
    key: 'columns.series',
    read: oneOrSeveral,
  },
  { flags: '--known <columns>', text: 'covariates known over the horizon', key: 'columns.known', read: names },
  { flags: '--observed <columns>', text: 'covariates known in the past only', key: 'columns.observed', read: names },
  {
    flags: '--static <columns>',
    text: 'covariates with one value for each series',
    key: 'columns.static',
    read: names,
  },
  {
    flags: '--categorical <columns>',
    text: 'covariates that are categories though written as numbers',
    key: 'columns.categorical',
    read: names,
  },
  {
    flags: '--frequency <step>',
    text: 'between two rows: d, h, 15min, W-SUN, MS; default: found out',
    key: 'frequency',
  },
  { flags: '--time-zone <name>', text: 'clock of the times; default UTC', key: 'timeZone' },
  { flags: '--time-format <format>', text: 'auto, M/D/Y, D/M/Y, "epoch s" or "epoch ms"', key: 'timeFormat' },
  {
    flags: '--missing <values>',
    text: 'values that stand for a missing one, such as -200',
    key: 'missing',
    read: numbers,
  },
  {
    flags: '--duplicates <rule>',
    text: 'rows of one time: error, first, last, mean, sum, min, max',
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
  { flags: '--epochs <number>', text: 'default: as many as the data need', key: 'train.epochs', read: number },
  { flags: '--learning-rate <rate>', text: 'of the optimiser', key: 'train.learningRate', read: number },
  { flags: '--validation <share>', text: 'of each series, held out', key: 'train.validation', read: number },
  { flags: '--memory <size>', text: 'of the rows held while training, such as 1GB', key: 'train.memory' },
]

const forecasting: Flag[] = [
  { flags: '--out <path>', text: 'a file (.csv, .parquet), or a folder for parts', key: 'out' },
  { flags: '--out-format <format>', text: 'of parts: parquet (default) or csv', key: 'format' },
  { flags: '--quantiles <levels>', text: 'default 0.1,0.5,0.9', key: 'quantiles', read: numbers },
  { flags: '--report <file>', text: 'an HTML page with scores, charts and failures', key: 'report' },
  { flags: '--workers <number>', text: 'processes; default: one for each processor', key: 'workers', read: number },
  {
    flags: '--partition-series <number>',
    text: 'series in a part; default 4096',
    key: 'partitionSeries',
    read: number,
  },
  {
    flags: '--precision <precision>',
    text: 'float32 (default), or bf16: faster where the processor has it',
    key: 'precision',
  },
  {
    flags: '--queue <address>',
    text: 'redis:// or postgres://, to share the work with workers elsewhere',
    key: 'queue',
  },
]

const testing: Flag[] = [
  { flags: '--windows <number>', text: 'origins to forecast from; default 3', key: 'backtest.windows', read: number },
  { flags: '--step <steps>', text: 'between two origins; default the horizon', key: 'backtest.step', read: number },
  {
    flags: '--test-series <number>',
    text: 'at most so many series, evenly taken; default 2000',
    key: 'backtest.series',
    read: number,
  },
]

const tuning: Flag[] = [
  { flags: '--trials <number>', text: 'configurations to begin with; default 9', key: 'tune.trials', read: number },
  { flags: '--tune-epochs <number>', text: 'of those that get furthest; default 9', key: 'tune.epochs', read: number },
  {
    flags: '--tune-series <number>',
    text: 'at most so many series, evenly taken; default 500',
    key: 'tune.series',
    read: number,
  },
]

const groups = { source, columns, model, training, forecasting, testing, tuning }
const headings: Record<keyof typeof groups, string> = {
  source: 'Source:',
  columns: 'Columns (those not named are found out where there is one answer):',
  model: 'Model:',
  training: 'Training:',
  forecasting: 'Forecast:',
  testing: 'Backtest:',
  tuning: 'Search:',
}

export type FlagGroup = keyof typeof groups

/** Adds groups of flags to a verb, and those that all verbs have. */
export function addFlags(command: Command, names: readonly FlagGroup[]): Command {
  for (const name of names) {
    command.optionsGroup(headings[name])
    for (const { flags, text } of groups[name]) command.option(flags, text)
    if (name === 'model')
      command.option('--option <key=value>', 'of the model, such as hiddenSize=64; may be repeated', collect)
  }
  return command
}

/** Flags of every verb, at the end of its help. */
export const addGeneral = (command: Command): Command =>
  command
    .optionsGroup('General:')
    .option('--json', 'the result as one JSON document on stdout, events as JSON lines on stderr')
    .option('--quiet', 'no notes and no progress')
    .helpOption('-h, --help', 'this text')

const collect = (value: string, before: string[] = []): string[] => [...before, value]

export type Values = Readonly<Record<string, unknown>>

const all = Object.values(groups).flat()
const nameOf = ({ flags }: Flag): string => flags.split(' ')[0]
const valueName = (flag: Flag): string =>
  nameOf(flag)
    .slice(2)
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The job that positional source and flags describe. */
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
  if (query !== undefined) return { query, ...(given !== undefined && { path: given }) }
  if (given === undefined) return undefined
  if (format === undefined && table === undefined && typeof given === 'string') return given
  return { path: given, ...(format !== undefined && { format }), ...(table !== undefined && { table }) }
}

function modelOf({ model: given, option }: Values): unknown {
  const options = Object.fromEntries(((option as string[] | undefined) ?? []).map(optionOf))
  const hasOptions = Object.keys(options).length > 0
  if (typeof given === 'string' && (modelKinds as readonly string[]).includes(given)) return { kind: given, ...options }
  if (hasOptions)
    throw new GatecastError(
      'ERR_JOB',
      `--option: expected a kind of model with --model, such as gru, got ${given ?? 'none'}`,
    )
  if (typeof given !== 'string' || given === 'auto') return given
  const entry = /^(.+)\/([^/@]+)@([^/@]+)$/.exec(given)
  if (entry) return { registry: entry[1], name: entry[2], version: entry[3] }
  if (/[./\\]/.test(given)) return given
  // A word without a dot is no file of a model: the schema lists the kinds there are.
  return { kind: given }
}

function optionOf(text: string): [string, unknown] {
  const at = text.indexOf('=')
  if (at < 1) throw new GatecastError('ERR_JOB', `--option: expected key=value, such as hiddenSize=64, got "${text}"`)
  const value = text.slice(at + 1)
  const words: Record<string, unknown> = { true: true, false: false }
  return [text.slice(0, at), words[value] ?? (value.includes(',') ? numbers(value) : number(value))]
}

/** How a key of a job is called on the command line. */
export function flagOf(key: string): string {
  if (key === 'source' || key === 'source.path') return 'source'
  const saving = /^train\.save(?:\.(registry|name))?/.exec(key)
  if (saving) return `--${saving[1] ?? 'out'}`
  const flag = all.find((one) => one.key === key) ?? all.find((one) => key.startsWith(one.key))
  return flag ? nameOf(flag) : key
}
