// A job as its file describes it. The schema is the one source: types, checks and the JSON Schema for editors follow.

import { z } from 'zod'
import { formatNames } from '../../files/formats/index.ts'
import { outputFormats } from '../../files/write/output_formats.ts'
import { kindSchemas, modelKinds, optionMistakes } from '../model/model_kinds.ts'

const name = z.string().min(1)
/** One name may stand without brackets. */
const names = z.union([name.transform((one) => [one]), z.array(name)]).default([])

export const sourceSchema = z
  .union([
    name.transform((path) => ({ path })),
    z.strictObject({
      path: z.union([name, z.array(name).min(1)]).describe('Files or globs, or s3:// and https:// addresses'),
      format: z.enum(formatNames).optional().describe('Default: by extension'),
      table: name.optional().describe('Of a DuckDB file'),
    }),
    z.strictObject({
      query: name.describe('SQL whose result is the table'),
      path: name.optional().describe('A DuckDB file that the query may use'),
    }),
  ])
  .describe('Where the rows are')

const columns = z.strictObject({
  series: z
    .union([name, z.array(name).min(1)])
    .optional()
    .describe('The column that names the series, or several that do so together; without it all rows are one series'),
  time: name.describe('The column of times'),
  target: name.describe('The column to forecast'),
  known: names.describe('Covariates known over the horizon as well'),
  observed: names.describe('Covariates known in the past only'),
  static: names.describe('Covariates with one value for each series'),
  categorical: names.describe('Covariates that are categories even if they are written as numbers'),
})

const modelSchema = z
  .union([
    z.literal('auto'),
    name.transform((path) => ({ path })),
    z.strictObject({ path: name }),
    z.strictObject({
      registry: name.describe('Folder of the registry'),
      name: name,
      version: name.default('latest').describe('A version, or the alias latest or production'),
    }),
    z
      .looseObject({ kind: z.enum(modelKinds as string[]).describe('Further keys are the options of this kind') })
      .check(({ value, issues }) => {
        for (const { key, isKey, text } of optionMistakes(value))
          issues.push({ code: 'custom', path: [key], message: text, input: value[key], params: { isKey } })
      })
      .meta({ anyOf: kindSchemas }),
  ])
  .describe(
    '`auto` to have one chosen and trained, a file, an entry of a registry, or a kind with its options to train',
  )

const whole = (least: number) => z.number().int().min(least)

/** The schema of a job with nothing left open, in zod. */
export const jobSchema = z.strictObject({
  source: sourceSchema,
  layout: z.enum(['long', 'wide']).default('long').describe('wide: a column of times and one for each series'),
  columns,
  frequency: name.optional().describe('The step between two rows, such as d, h, 15min; default: inferred'),
  timeZone: name.default('UTC').describe('IANA name of the clock that the times show'),
  timeFormat: z.enum(['auto', 'M/D/Y', 'D/M/Y', 'epoch s', 'epoch ms']).default('auto'),
  missing: z
    .array(z.union([z.number(), z.string()]))
    .default([])
    .describe('Values that stand for a missing one'),
  duplicates: z
    .enum(['error', 'first', 'last', 'mean', 'sum', 'min', 'max'])
    .default('error')
    .describe('What to do with rows of the same time in one series; error: forecast that series by the fallback'),
  future: sourceSchema.optional().describe('Rows with the known covariates of the horizon'),
  horizon: whole(1).describe('Steps to forecast'),
  quantiles: z.array(z.number().gt(0).lt(1)).min(1).default([0.1, 0.5, 0.9]),
  model: modelSchema.default('auto'),
  train: z
    .strictObject({
      epochs: whole(1).optional(),
      learningRate: z.number().gt(0).optional(),
      precision: z.enum(['float32', 'bf16']).optional(),
      validation: z.number().min(0).lt(1).optional().describe("Share of each series' end that is held out"),
      memory: name.optional().describe('Of the rows that are held while training, such as 1GB; default: all of them'),
      save: z
        .union([
          name.transform((path) => ({ path })),
          z.strictObject({
            registry: name.describe('Folder of the registry'),
            name: z
              .string()
              .regex(/^\w[\w .-]*$/, 'a name of letters, digits, spaces, ".", "-" and "_"')
              .describe('Of the model in there; it gets the next version'),
          }),
        ])
        .optional()
        .describe('A file for the trained model, or an entry of a registry; default: a file beside the output'),
    })
    .default({}),
  tune: z
    .strictObject({
      trials: whole(1).default(9).describe('Configurations to begin with; a third of them goes on each time'),
      epochs: whole(1).default(9).describe('Of the configurations that get furthest'),
      series: whole(1).default(500).describe('At most so many series are fitted and tested, evenly taken'),
    })
    .prefault({}),
  backtest: z
    .strictObject({
      windows: whole(1).default(3),
      step: whole(1).optional().describe('Default: the horizon'),
      series: whole(1).default(2000).describe('At most so many series are tested, evenly taken'),
    })
    .prefault({}),
  out: name.optional().describe('A folder for parts, or one file that ends in .csv or .parquet'),
  format: z.enum(outputFormats).optional().describe('Of parts; default: parquet'),
  report: name.optional().describe('HTML file with figures of the run'),
  workers: whole(1).optional().describe('Child processes; default: one for each processor'),
  partitionSeries: whole(1).default(4096).describe('Series in a part'),
  precision: z.enum(['float32', 'bf16']).default('float32').describe('Of the products of a network'),
  queue: name.optional().describe('redis:// or postgres:// address, where workers on other machines take parts from'),
  strict: z.boolean().default(false).describe('Stop at the first series that cannot be forecast by the model'),
  seed: whole(0).default(0),
})

/**
 * A job as it is written: flags of the command may complete it, and columns that nobody names are found out from the data,
 * so hardly anything has to be there.
 */
export const draftSchema = jobSchema.extend({
  source: sourceSchema.optional(),
  columns: columns
    .partial({ time: true, target: true })
    .prefault({})
    .describe('Those left out are found out, if they can be told'),
  horizon: jobSchema.shape.horizon.optional(),
})

/** A job with nothing left open: source, columns and horizon are known. */
export type Job = z.output<typeof jobSchema>
/** A job as it was read: defaults are filled in, columns and horizon may still be open. */
export type JobDraft = z.output<typeof draftSchema>
/** A job as it is written. */
export type JobInput = z.input<typeof draftSchema>
export type JobSource = z.output<typeof sourceSchema>
export type JobModel = z.output<typeof modelSchema>

/** A job whose open ends are settled. */
export type ReadyJob = Job & { out: string; frequency: string }
