import { listNames } from '../../base/check.ts'
import type { DataReport, ModelReport, NetworkReport, RegisteredModel } from '../../jobs/index.ts'
import { exitCodeHelp } from '../exit_codes.ts'
import { addFlags } from '../flags.ts'
import { jobFromFlags } from '../job_from_flags.ts'
import { count, facts, number, table } from '../print/text.ts'
import type { Verb } from '../verb.ts'

const help = `
Examples:
  gatecast inspect sales.csv
  gatecast inspect sales.csv --horizon 28
  gatecast inspect sales.safetensors
  gatecast inspect models
${exitCodeHelp}`

export const inspect: Verb = {
  add: (program) =>
    addFlags(
      program
        .command('inspect')
        .summary('describe a data set, a model or a registry')
        .description(
          'Prints what a data set contains and what looks wrong in it, what a model is, or which models a registry has.',
        )
        .argument('[what...]', 'a source, a .safetensors file, or the folder of a registry')
        .optionsGroup('Job:')
        .option('--job <file>', 'a job file, YAML or JSON; if a flag and the file differ, the flag wins')
        .option('--horizon <steps>', 'print the model that forecast would choose, and the series that are too short'),
      ['source', 'columns'],
    ).addHelpText('after', help),

  async run(what, { values, printer, signal, jobs }) {
    const found = await jobs.inspectAny(what, () => jobFromFlags(jobs, values, what), {
      signal,
      onEvent: (event) => printer.event(event),
    })
    printer.result(
      found,
      'models' in found
        ? registryText(found.models)
        : 'columns' in found
          ? dataText(found)
          : 'inputs' in found
            ? networkText(found)
            : modelText(found),
    )
    return undefined
  },
}

const modelText = ({
  kind,
  horizon,
  parameters,
  context,
  frequency,
  targets,
  covariates,
  options,
}: ModelReport): string =>
  facts([
    ['kind', kind],
    ['horizon', `${horizon} steps`],
    ...(context === undefined ? [] : [['context', `${context} steps`] as const]),
    ...(frequency === undefined ? [] : [['frequency', frequency] as const]),
    ...(targets === undefined ? [] : [['targets', listNames([...targets])] as const]),
    ...Object.entries(covariates ?? {}).flatMap(([role, names]): [string, string][] =>
      names.length ? [[role, listNames(names)]] : [],
    ),
    ['parameters', count(parameters)],
    ['options', JSON.stringify(options)],
  ])

const networkText = ({ inputs, outputs, parameters }: NetworkReport): string =>
  facts([
    ['kind', 'a model of gatecast/nn, which is no forecaster; read it with Model.load(path)'],
    [
      'inputs',
      Object.entries(inputs)
        .map((entry) => entry.join(' '))
        .join(', '),
    ],
    ['outputs', outputs.join(', ')],
    ['parameters', count(parameters)],
  ])

const registryText = (models: readonly RegisteredModel[]): string =>
  models.length === 0
    ? 'no models'
    : table(
        models.flatMap(({ name, versions, aliases }) =>
          versions.map((entry) => [
            `${name}@${entry.version}`,
            Object.entries(aliases)
              .flatMap(([alias, version]) => (version === entry.version ? alias : []))
              .join(', '),
            entry.kind,
            `${entry.horizon}`,
            number(entry.metrics.mase ?? null),
            entry.data.slice(0, 12),
            entry.madeAt.slice(0, 16).replace('T', ' '),
          ]),
        ),
        ['model', 'alias', 'kind', 'horizon', 'MASE', 'data', 'made'],
      )

function dataText({
  columns,
  series,
  rows,
  frequency,
  first,
  last,
  shortest,
  longest,
  sample,
  choice,
  warnings,
}: DataReport): string {
  const share = (part: number) => `${number((100 * part) / sample.rows)} %`
  const named = Object.entries(columns).flatMap(([role, names]): [string, string][] => {
    const text = listNames([names].flat())
    return text ? [[role, text]] : []
  })
  return [
    facts([
      ...named,
      ['series', count(series)],
      [
        'rows',
        `${count(rows)}, per series ${count(shortest.rows)} (${shortest.id}) to ${count(longest.rows)} (${longest.id})`,
      ],
      ['frequency', frequency],
      ['times', `${first} to ${last}`],
      [
        'missing',
        `${share(sample.missing)}${sample.series < series ? ` of ${count(sample.series)} series, taken evenly` : ''}`,
      ],
      ['zeros', share(sample.zeros)],
      ['values', `${number(sample.min)} to ${number(sample.max)}, mean ${number(sample.mean)}`],
      ...(choice ? [['model', choiceText(choice)] as const] : []),
    ]),
    ...warnings.map((warning) => `! ${warning}`),
  ].join('\n')
}

const choiceText = ({ model, scores, metric, simple }: NonNullable<DataReport['choice']>): string =>
  `${model.kind} (${simple ?? `${metric.toUpperCase()}: ${scores.map(({ kind, score }) => `${kind} ${number(score)}`).join(', ')}`})`
