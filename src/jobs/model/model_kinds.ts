// The kinds of models that a job can name, with the options of each.

import { shown } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { didYouMean } from '../../base/nearest.ts'
import type { Field, Fields, JsonSchema } from '../../base/options/fields.ts'
import type { Forecaster } from '../../forecast/forecaster.ts'
import type { ForecasterKind } from '../../forecast/kind.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { supportFields } from '../../forecast/support.ts'
import { refusalOf } from '../job/owned_values.ts'

/**
 * The names of the kinds of models that a job can train.
 *
 * @example
 * modelKinds.includes('gru') // true
 */
export const modelKinds: readonly string[] = kinds.map(({ name }) => name)

/** A kind by its name; the schema of a job has checked that there is one. */
export function kindNamed(name: string): ForecasterKind {
  const found = kinds.find((kind) => kind.name === name)
  if (found) return found
  throw new GatecastError('ERR_JOB', `Expected a kind of model among ${modelKinds.join(', ')}, got ${shown(name)}`)
}

/** The mistake in the text that names the model of a job: a word that is no kind, and no path either. */
export function nameMistake(text: string): string | undefined {
  if (/[./\\]/.test(text) || modelKinds.includes(text)) return undefined
  return (
    `expected auto, a kind among ${modelKinds.join(', ')}, or the path of a file, for example ./${text}, got ` +
    shown(text) +
    didYouMean(text, modelKinds)
  )
}

/** Options of a forecaster that a job has as keys of the job, not under `model`. */
const ofJob = ['horizon']

/** The options that a job may write under `model`. */
const optionsOf = ({ options }: ForecasterKind): Fields =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !ofJob.includes(name)))

/** The options of a kind from the values of a job file. */
function optionsFrom(kind: ForecasterKind, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const converted = Object.entries(values).map(([name, value]) => {
    const field: Field | undefined = kind.options[name]
    return [name, value === undefined || !field?.fromJson ? value : field.fromJson(value)]
  })
  return Object.fromEntries(converted)
}

/** A kind of model, with the values of its options in a job. */
export type ModelOfKind = Readonly<Record<string, unknown>> & { readonly kind: string }

/**
 * A forecaster of a kind, not fitted yet.
 *
 * @param model - the kind, and the values that a job writes for its options
 * @param job - steps to forecast, and the seed of kinds that draw random numbers
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 */
export function makeForecaster(
  { kind: name, ...values }: ModelOfKind,
  { horizon, seed }: { horizon: number; seed: number },
): Forecaster {
  const kind = kindNamed(name)
  return kind.make({ horizon, ...('seed' in kind.options ? { seed } : {}), ...optionsFrom(kind, values) })
}

/** A mistake in the options of a model: the key, and a sentence. */
export interface OptionMistake {
  readonly key: string
  readonly isKey: boolean
  readonly text: string
}

/** The mistakes in what a job writes under `model`. */
export function optionMistakes(model: Readonly<Record<string, unknown>>): OptionMistake[] {
  const { kind: name, ...values } = model
  // A model that is chosen has the options that all kinds have: the limits of the target.
  const options: Fields = name === 'auto' ? supportFields : optionsOf(kindNamed(name as string))
  const known = Object.keys(options)
  return Object.entries(values).flatMap(([key, value]): OptionMistake[] => {
    const field: Field | undefined = options[key]
    if (!field)
      return [
        {
          key,
          isKey: true,
          text: `expected an option of a model of kind ${name}, got "${key}"${didYouMean(key, known)}`,
        },
      ]
    const text = refusalOf(() => field.check(key, field.fromJson ? field.fromJson(value) : value))
    return text === undefined ? [] : [{ key, isKey: false, text }]
  })
}

/** The JSON Schema of a model that a job describes by its kind: one alternative for each kind. */
export const kindSchemas: readonly JsonSchema[] = [
  ...kinds.map((kind) => kindSchema(kind.name, kind.summary, optionsOf(kind))),
  kindSchema('auto', 'has a kind chosen, for a target with limits', supportFields),
]

function kindSchema(name: string, description: string, options: Fields): JsonSchema {
  const properties = Object.entries(options).map(([option, field]) => [option, schemaOf(field)])
  return {
    ...{ title: name, description, type: 'object' },
    properties: { kind: { const: name }, ...Object.fromEntries(properties) },
    ...{ required: ['kind'], additionalProperties: false },
  }
}

function schemaOf({ schema, help, default: value, otherwise }: Field): JsonSchema {
  const text = otherwise === undefined ? help : `${help}; default: ${otherwise}`
  return { ...schema, description: text, ...defined({ default: value as JsonSchema[string] }) }
}
