import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { checkFields, type Field, type JsonSchema } from '../base/options/fields.ts'
import { distributions, type Output } from './outputs/index.ts'
import type { Distribution, StoredOutput } from './outputs/shared/distribution.ts'

/** @throws {GatecastError} `ERR_TYPE` for a value that is no output */
export function distributionOf(output: StoredOutput): Distribution {
  const found = (distributions as readonly Distribution[]).find(({ kind }) => kind === output?.kind)
  if (found) return found
  const makers = distributions.map(({ kind }) => `${kind}()`)
  throw new GatecastError(
    'ERR_TYPE',
    `Expected output to be ${makers.slice(0, -1).join(', ')} or ${makers.at(-1)}, got ${shown(output)}`,
  )
}

const kinds = distributions.map(({ kind }) => kind)

/**
 * Makes an output from the value of a job file or a flag: `negativeBinomial`, or with options
 * `{ kind: quantiles, levels: [0.1, 0.9] }`.
 */
export function outputFrom(given: unknown): Output {
  const { kind, ...options } = (typeof given === 'object' && given !== null ? given : { kind: given }) as StoredOutput
  const found = (distributions as readonly Distribution[]).find((one) => one.kind === kind)
  if (!found)
    throw new GatecastError('ERR_RANGE', `Expected output to be one of ${kinds.join(', ')}, got ${shown(kind)}`)
  checkFields(`the output ${kind}`, found.options, options)
  return found.make(options) as Output
}

const schemaOf = ({ kind, options }: Distribution): JsonSchema => ({
  type: 'object',
  properties: {
    kind: { const: kind },
    ...Object.fromEntries(
      Object.entries<Field>(options).map(([name, { schema, help }]) => [name, { ...schema, description: help }]),
    ),
  },
  required: ['kind'],
  additionalProperties: false,
})

/** The JSON Schema of an output in a job file. */
export const outputSchema: JsonSchema = {
  anyOf: [{ enum: kinds }, ...(distributions as readonly Distribution[]).map(schemaOf)],
}
