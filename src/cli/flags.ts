// Adds groups of flags to verbs, and makes the keys of a job from their values.

import type { Command } from 'commander'
import { defined } from '../base/defined.ts'
import { GatecastError } from '../base/error.ts'
import type { JobOverrides } from '../jobs/index.ts'
import { type Flag, number, numbers } from './flag_groups/flag.ts'
import { columns, source } from './flag_groups/reading.ts'
import { forecasting, testing, training, tuning } from './flag_groups/running.ts'

const model: Flag[] = [
  {
    flags: '--horizon <steps>',
    text: 'steps to forecast; default: those of a trained model',
    key: 'horizon',
    read: number,
  },
  {
    flags: '--model <model>',
    text: 'auto (default), a file, registry/name@version, or a kind',
    key: 'model',
    listsNames: true,
  },
  { flags: '--seed <number>', text: 'seed of all random numbers; default 0', key: 'seed', read: number },
]

const groups = { source, columns, model, training, forecasting, testing, tuning }
const headings: Record<keyof typeof groups, string> = {
  source: 'Source:',
  columns: 'Columns (those not named are found if only one answer fits; repeat a flag or use commas for several):',
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
    for (const { flags, text, isRepeatable } of groups[name])
      if (isRepeatable) command.option(flags, text, collect)
      else command.option(flags, text)
    if (name === 'model')
      command.option(
        '--option <key=value>',
        'an option of the model, for example hiddenSize=64; may be repeated',
        collect,
      )
  }
  return command
}

/** The names that a key of a job may have. */
export type NamesOf = (key: string) => readonly string[]

/** Lists names in the help of flags that take one of them. */
export function listNames(command: Command, namesOf: NamesOf): void {
  for (const option of command.options) {
    const flag = all.find((one) => nameOf(one) === option.long && one.flags === option.flags)
    if (flag?.listsNames) option.description += `: ${namesOf(flag.key).join(', ')}`
  }
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

/** All flags that set a key of a job. */
export const all = Object.values(groups).flat()
export const nameOf = ({ flags }: Flag): string => flags.split(' ')[0]
const valueName = (flag: Flag): string =>
  nameOf(flag)
    .slice(2)
    .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

/** The keys of a job that the source and the flags set. */
export function overridesOf(values: Values, path?: readonly string[]): JobOverrides {
  const job: Record<string, unknown> = {}
  for (const flag of all) {
    const given = values[valueName(flag)]
    if (given === undefined || flag.key.startsWith('source.') || flag.key === 'model') continue
    const [first, second] = flag.key.split('.')
    const value = typeof given === 'string' && flag.read ? flag.read(given) : given
    if (second === undefined) job[first] = value
    else job[first] = { ...(job[first] as object), [second]: value }
  }
  const from = sourceOf(values, path)
  if (from !== undefined) job.source = from
  const chosen = modelOf(values)
  if (chosen !== undefined) job.model = chosen
  return job as JobOverrides
}

function sourceOf(values: Values, path: readonly string[] = []): unknown {
  const given = path.length > 1 ? path : path[0]
  if (values.query !== undefined) return { query: values.query, path: given }
  const how = defined(
    Object.fromEntries(
      groups.source
        .filter(({ key }) => key.startsWith('source.'))
        .map((flag) => {
          const text = values[valueName(flag)]
          return [flag.key.slice('source.'.length), typeof text === 'string' && flag.read ? flag.read(text) : text]
        }),
    ),
  )
  if (Object.keys(how).length === 0) return typeof given === 'string' ? given : given && { path: given }
  return defined({ path: given, ...how })
}

function modelOf({ model: given, option }: Values): unknown {
  const options = Object.fromEntries(((option as string[] | undefined) ?? []).map(optionOf))
  const hasOptions = Object.keys(options).length > 0
  // A word without a dot or slash is not a file. If it is no kind, the schema of the job lists the kinds.
  const isKind = typeof given === 'string' && given !== 'auto' && !/[./\\]/.test(given)
  if (isKind) return hasOptions ? { kind: given, ...options } : given
  if (hasOptions && (given === undefined || given === 'auto') && onlyLimits(options))
    return { kind: 'auto', ...options }
  if (hasOptions)
    throw new GatecastError(
      'ERR_JOB',
      `--option: expected a kind of model with --model, for example gru, got ${given ?? 'none'}`,
    )
  if (typeof given !== 'string' || given === 'auto') return given
  const entry = /^(.+)\/([^/@]+)@([^/@]+)$/.exec(given)
  return entry ? { registry: entry[1], name: entry[2], version: entry[3] } : given
}

/** Whether options are limits of the target, which apply to any model that is chosen. */
const onlyLimits = (options: object): boolean =>
  Object.keys(options).every((name) => ['nonNegative', 'lower', 'upper'].includes(name))

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
  if (key.startsWith('model.') && key !== 'model.kind') return `--option ${key.slice('model.'.length)}`
  const flag = all.find((one) => one.key === key) ?? all.find((one) => key.startsWith(one.key))
  return flag ? nameOf(flag) : key
}
