// The description of a job. Types, checks and the JSON Schema for editors are derived from this schema.

import { z } from 'zod'
import { formatNames } from '../../files/formats/index.ts'
import type { SourcePart, Tables } from '../../files/index.ts'
import { csvFormulas } from '../../files/write/csv_formulas.ts'
import { defaultOutputFormat, outputFormats } from '../../files/write/output_formats.ts'
import { outputChoices, outputPlace } from '../../files/write/output_place.ts'
import { mostSteps } from '../../forecast/check.ts'
import { checkLevels, defaultLevels } from '../../forecast/quantiles.ts'
import { holidaysOfPlace } from '../../series/calendar/place_holidays.ts'
import { timeFormats } from '../../series/index.ts'
import { decimalMarks, thousandsMarks } from '../../series/notation/notation.ts'
import { duplicateRules } from '../../series/table/table_options.ts'
import { parseFrequency } from '../../series/time/frequency.ts'
import { parseWorkCalendar } from '../../series/time/work_calendar/work_calendar.ts'
import { zoneOf } from '../../series/time/zone.ts'
import { kindSchemas, modelKinds, nameMistake, optionMistakes } from '../model/model_kinds.ts'
import { digits } from '../parts/round_columns.ts'
import { queueAddress } from '../queue/store/connection.ts'
import { checkTogether } from './check_together.ts'
import { readBy } from './owned_values.ts'
import { trainKeys } from './train_keys.ts'

const name = z.string().min(1)
/** A list of names; a single name needs no brackets. */
const names = z.union([name.transform((one) => [one]), z.array(name)]).default([])

const sign = z.string().regex(/^[^\n\r"\0]$/, 'one character')

export const sourceSchema = z
  .union([
    name.transform((path) => ({ path })),
    z.strictObject({
      path: z.union([name, z.array(name).min(1)]).describe('Files or globs, or s3:// and https:// addresses'),
      format: z.enum(formatNames).optional().describe('Default: by extension'),
      table: name.optional().describe('Table or view of a DuckDB file'),
      skipLines: z.number().int().min(0).optional().describe('CSV: number of lines before the header to leave out'),
      comment: sign.optional().describe('CSV: first character of lines to leave out, for example #'),
      delimiter: sign.optional().describe('CSV: character between two fields; default: as the first lines show'),
    }),
    z.strictObject({
      query: name.describe('A SELECT in SQL; its result is the table'),
      path: name.optional().describe('A DuckDB file that the query may use'),
    }),
  ])
  .describe('The rows: files, or a query')

const columns = z.strictObject({
  series: z
    .union([name, z.array(name).min(1)])
    .optional()
    .describe(
      'The column that names the series, or several columns that name it together; default: all rows are one series',
    ),
  time: z
    .union([name, z.array(name).min(1)])
    .describe('The column of times, or several columns that give it together, for example year and month'),
  target: z
    .union([name, z.array(name).min(1)])
    .describe('The column to forecast, or several columns: each series then has a forecast for each of them'),
  known: names.describe('Covariates that are known over the horizon too'),
  observed: names.describe('Covariates that are known only up to now'),
  static: names.describe('Covariates with one value per series'),
  categorical: names.describe('Covariates that are categories although they are written as numbers'),
})

/** A kind, or the path of a file. A word without a dot or a slash is no path of a model. */
const modelName = name
  .check(({ value, issues }) => {
    const message = nameMistake(value)
    if (message !== undefined) issues.push({ code: 'custom', message, input: value })
  })
  .transform((text) => (modelKinds.includes(text) ? { kind: text } : { path: text }))

const modelSchema = z
  .union([
    z.literal('auto'),
    modelName,
    z.strictObject({ path: name }),
    z.strictObject({
      registry: name.describe('Folder of the registry'),
      name: name,
      version: name.default('latest').describe('A version, or the alias latest or production'),
    }),
    z
      .looseObject({ kind: z.enum([...modelKinds, 'auto']).describe('Further keys are the options of this kind') })
      .check(({ value, issues }) => {
        for (const { key, isKey, text } of optionMistakes(value))
          issues.push({ code: 'custom', path: [key], message: text, input: value[key], params: { isKey } })
      })
      .meta({ anyOf: kindSchemas }),
  ])
  .describe(
    '`auto` to have one chosen and trained, a file, an entry of a registry, or a kind to train, with its options if it needs any',
  )

const whole = (least: number) => z.number().int().min(least)

const keys = z.strictObject({
  source: sourceSchema,
  layout: z.enum(['long', 'wide']).default('long').describe('wide: one column of times, and one column per series'),
  columns,
  frequency: readBy(z.union([name, z.number().transform(String)]), parseFrequency)
    .optional()
    .describe(
      'The step between two rows, for example d, h, 15min, or 1 for an index; default: inferred from the times',
    ),
  calendar: readBy(name, parseWorkCalendar)
    .optional()
    .describe('Weekdays and hours that have rows, for example Tue,Thu or Mon-Fri 09:00-17:30; default: all the time'),
  holidays: readBy(name, holidaysOfPlace)
    .optional()
    .describe(
      'Place whose public holidays become the known covariate holiday, for example DE or DE-BY; needs date-holidays',
    ),
  timeZone: readBy(name, zoneOf).default('UTC').describe('IANA name of the time zone whose clock the times show'),
  timeFormat: z
    .enum(timeFormats)
    .default('auto')
    .describe('The form of the times, where several are possible, for example D/M/Y'),
  missing: z
    .array(z.union([z.number(), z.string()]))
    .default([])
    .describe('Values that mean missing, for example -200 or "#N/A"'),
  decimal: z
    .enum(decimalMarks)
    .optional()
    .describe('Decimal mark of numbers in texts; default: ".", or "," if thousands is "."'),
  thousands: z.enum(thousandsMarks).optional().describe('Mark between groups of three digits; default: none'),
  units: z
    .union([name.transform((one) => [one]), z.array(name)])
    .optional()
    .describe('Signs and words beside numbers that are left out, for example "%" or "€"'),
  duplicates: z
    .enum(duplicateRules)
    .default('error')
    .describe(
      'What to do if a series has several rows of the same time; error: that series gets the fallback forecast',
    ),
  future: sourceSchema.optional().describe('Rows with the known covariates over the horizon'),
  horizon: whole(1).max(mostSteps).describe('Number of steps to forecast; default: that of a trained model'),
  quantiles: readBy(z.array(z.number().gt(0).lt(1)).min(1), checkLevels).default([...defaultLevels]),
  model: modelSchema.default('auto'),
  train: trainKeys,
  tune: z
    .strictObject({
      trials: whole(1)
        .default(9)
        .describe('Number of configurations at the start; the best third continues after each round'),
      epochs: whole(1).default(9).describe('Epochs of the configurations that reach the last round'),
      series: whole(1).default(500).describe('Largest number of series that are fitted and tested, taken evenly'),
    })
    .prefault({}),
  backtest: z
    .strictObject({
      windows: whole(1).default(3).describe('Number of origins'),
      step: whole(1).optional().describe('Steps between two origins; default: the horizon'),
      series: whole(1).default(2000).describe('Largest number of series that are tested, taken evenly'),
    })
    .prefault({}),
  out: readBy(name, (path) => outputPlace(path))
    .optional()
    .describe(`The output: ${outputChoices}`),
  format: z.enum(outputFormats).optional().describe(`Format of the parts in a folder; default: ${defaultOutputFormat}`),
  csvFormulas: z
    .enum(csvFormulas)
    .default('escape')
    .describe('CSV outputs: `escape` puts a quote before texts that a spreadsheet would run as formulas'),
  digits: z
    .enum(digits)
    .default('useful')
    .describe(
      'Outputs that are text: `useful` leaves out digits far below the width of an interval, `all` keeps every bit',
    ),
  report: name.optional().describe('HTML page with scores, charts and failures'),
  workers: whole(1).optional().describe('Number of child processes; default: one per processor'),
  partitionSeries: whole(1).default(4096).describe('Number of series per part'),
  precision: z.enum(['float32', 'bf16']).default('float32').describe('Precision of matrix products in a network'),
  queue: readBy(name, queueAddress)
    .optional()
    .describe('redis:// or postgres:// address of a queue, from which workers on other machines take parts'),
  strict: z.boolean().default(false).describe('Stop at the first series that the model cannot forecast'),
  seed: whole(0).default(0),
})

/** The zod schema of a job whose source, columns and horizon are given. */
export const jobSchema = keys.check(checkTogether)

/**
 * The zod schema of a job as people write it. Almost every key is optional: flags of the command can add what is missing,
 * and columns that are not named are found in the source.
 */
export const draftSchema = keys
  .extend({
    source: sourceSchema.optional(),
    columns: columns
      .partial({ time: true, target: true })
      .prefault({})
      .describe('Columns that are not named are found in the source if only one column fits'),
    horizon: keys.shape.horizon.optional(),
  })
  .check(checkTogether)

/**
 * The JSON Schema of a job file, for editors. Keys that begin with `x-` hold what anchors name.
 *
 * @returns a JSON Schema
 * @example
 * console.log(JSON.stringify(jsonSchema()))
 */
export const jsonSchema = (): object => ({
  title: 'A job of gatecast',
  ...z.toJSONSchema(draftSchema, { io: 'input' }),
  patternProperties: { '^x-': {} },
})

/** A job as people write it: in a job file, or as an object. */
export type JobInput = z.input<typeof draftSchema>
/** A job as it was read. Defaults are filled in; source, columns, frequency and horizon may be missing. */
export type JobDraft = z.output<typeof draftSchema>
/** A job with source, columns and horizon. The frequency may be missing. */
export type Job = z.output<typeof jobSchema>
/** A job in which nothing is missing. */
export type CompleteJob = Job & { readonly frequency: string }

/** A job after `settle` has looked at its source. It does not change. Disposing closes its tables. */
export interface SettledJob extends AsyncDisposable {
  readonly job: CompleteJob
  /** Reads `job.source`. */
  readonly tables: Tables
  /** The source, cut into parts of `job.partitionSeries` series. */
  readonly parts: readonly SourcePart[]
  readonly total: { readonly series: number; readonly rows: number }
  /** Rows of a series lie together, so that one part can be read without reading the whole source. */
  readonly isClustered: boolean
  /** Hash of everything that the job reads from its source. */
  readonly fingerprint: string
}

export type JobSource = z.output<typeof sourceSchema>
export type JobModel = z.output<typeof modelSchema>
