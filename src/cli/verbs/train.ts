import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags, overridesOf } from '../flags.ts'
import { jobFromFlags } from '../job_from_flags.ts'
import { count, duration, number } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast train sales.csv --horizon 28 --model gru --out sales.safetensors
  gatecast train 'sales/*.parquet' --horizon 28 --model gru --option hiddenSize=128 --registry models --name sales

Files:
  <out>                         the model
  <registry>/<name>/<version>.safetensors, .json
                                the model, and its metrics, data and time
${exitCodeHelp}`

export const train: Verb = {
  add: (program) =>
    addFlags(
      program
        .command('train')
        .summary('train a model and save it')
        .description(
          'Trains a model on all series of a source, and saves it to a file or as the next version in a registry.',
        )
        .argument('[source...]', 'files or globs: CSV, Parquet, JSON, DuckDB; also s3:// and https://')
        .optionsGroup('Model file:')
        .option('--out <file>', 'file for the model, .safetensors')
        .option(
          '--registry <folder>',
          'a folder of models, which is made if it does not exist; the model is also tested in a backtest',
        )
        .option('--name <name>', 'name of the model in the registry')
        .optionsGroup('Job:')
        .option('--job <file>', 'a job file, YAML or JSON; if a flag and the file differ, the flag wins'),
      ['source', 'columns', 'model', 'training', 'testing'],
    ).addHelpText('after', help),

  async run(source, { values: { out, ...values }, printer, signal, jobs }) {
    const save = placeOf({ ...values, out } as Flags)
    const train = { ...overridesOf(values).train, ...defined({ save }) }
    const job = await jobFromFlags(jobs, values, source, { train })
    const result = await jobs.trainFiles(job, { signal, onEvent: (event) => printer.event(event) })
    const { kind, series, rows, seconds, metrics } = result
    const where = result.registry
      ? `${result.registry.folder}/${result.registry.name}@${result.registry.version}`
      : result.path
    const lines = [`${where}: ${kind}, trained on ${count(series)} series, ${count(rows)} rows in ${duration(seconds)}`]
    if (metrics)
      lines.push(`backtest: MASE ${number(metrics.mase)}, sMAPE ${number(metrics.smape)}, CRPS ${number(metrics.crps)}`)
    printer.result(result, lines.join('\n'))
    return undefined
  },
}

type Flags = { out?: string; registry?: string; name?: string }

/** @throws {GatecastError} `ERR_JOB` for two places, or a name without a registry: a model would be missing where it is sought */
function placeOf({ out, registry, name }: Flags): string | { registry: string; name: string } | undefined {
  if (out !== undefined && (registry !== undefined || name !== undefined))
    throw new GatecastError(
      'ERR_JOB',
      `Expected one place for the model, got --out "${out}" and ${registry === undefined ? `--name "${name}"` : `--registry "${registry}"`}. Use --out, or --registry with --name`,
    )
  if (registry !== undefined) return { registry, name: name ?? '' }
  if (name === undefined) return out
  throw new GatecastError(
    'ERR_JOB',
    `--name: expected --registry, the folder of the registry in which the model gets the name "${name}", got none`,
  )
}
