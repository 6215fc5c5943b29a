// The page of all kinds, distributions and metrics, made from the tables that the library itself uses.

import type { Field, Fields } from '../../../src/base/options/fields.ts'
import type { ForecasterKind } from '../../../src/forecast/kind.ts'
import { kinds } from '../../../src/forecast/kinds/index.ts'
import { metrics } from '../../../src/forecast/metrics/index.ts'
import { type Distribution, distributions } from '../../../src/models/index.ts'

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n')

const code = (text: string): string => `\`${text}\``

function defaultOf({ default: value, otherwise, required }: Field): string {
  if (required) return 'required'
  return otherwise ?? code(JSON.stringify(value))
}

const optionTable = (options: Fields): string =>
  table(
    ['Option', 'Meaning', 'Default'],
    Object.entries(options).map(([name, field]) => [code(name), field.help, defaultOf(field)]),
  )

const costs = { instant: 'next to nothing', estimate: 'an estimate for each series', training: 'a training' }

const yes = (value: unknown): string => (value ? 'yes' : 'no')

function kindRow(kind: ForecasterKind): string[] {
  const { name, summary, uses, cost, auto, tunes } = kind
  const covariates = (['known', 'observed', 'static'] as const).filter((role) => uses[role])
  return [
    `[${code(name)}](#${name.toLowerCase()})`,
    summary,
    kind.learns({}),
    covariates.join(', ') || 'none',
    uses.missing,
    costs[cost],
    yes(auto.length),
    yes(tunes),
  ]
}

const outputRow = ({ kind, summary, scalings, sampler }: Distribution): string[] => [
  code(kind),
  summary,
  scalings.map(code).join(', '),
  yes(sampler),
]

/** The text of the page. */
export function tablesText(): string {
  const kindHead = ['Kind', 'Method', 'Learns from', 'Covariates', 'Missing values', 'Cost', 'Tried by `auto`', 'Tuned']
  return [
    '---\ntitle: Kinds, outputs and metrics\neditLink: false\n---',
    '# Kinds, outputs and metrics',
    'The tables that jobs, the command, `auto`, `tune` and this page are made from.',
    '## Kinds of forecasters',
    table(kindHead, kinds.map(kindRow)),
    ...kinds.flatMap(({ name, summary, options }) => [`### ${name}`, `${summary}.`, optionTable(options)]),
    '## Outputs of networks',
    table(
      ['Output', 'Forecast of each step', 'Scalings, the default first', 'Paths can be drawn'],
      (distributions as readonly Distribution[]).map(outputRow),
    ),
    ...(distributions as readonly Distribution[])
      .filter(({ options }) => Object.keys(options).length)
      .flatMap(({ kind, options }) => [`### ${kind}`, optionTable(options)]),
    '## Metrics',
    'A metric of an interval has the percentage behind its name: `coverage80` is the coverage of the 80 % interval.',
    table(
      ['Name', 'Metric', 'Definition', 'Unit', 'Better', 'Needs', 'Source'],
      metrics.map(({ name, label, definition, unit, better, needs = '', source }) => [
        code(name),
        label,
        definition,
        unit,
        better ?? 'neither',
        needs,
        source,
      ]),
    ),
    '',
  ].join('\n\n')
}
