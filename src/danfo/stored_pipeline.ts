// Reads the JSON of a pipeline: everything in it is checked before it meets data.

import { checkList, checkObject, checkText, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { parseJson } from '../base/json.ts'
import { listOf, objectOf, type StoredCheck } from '../base/options/stored.ts'
import { checkTableOptions, type TableOptions } from '../series/table/table_options.ts'
import { zoneOf } from '../series/time/zone.ts'
import type { DoneStep, PipelineState } from './run_steps.ts'
import { type StepName, steps } from './steps/index.ts'
import { stepChecks } from './steps/stored_checks.ts'

const options: StoredCheck = (name, value) => {
  checkObject(name, value)
  const { series, time, target, known, observed, static: fixed, categorical, timeZone } = value as TableOptions
  // Which columns a frame has is not known yet.
  const named = [series, time, target, known, observed, fixed, categorical].flat()
  checkTableOptions(
    name,
    value as TableOptions,
    named.filter((one) => typeof one === 'string'),
  )
  if (timeZone !== undefined) zoneOf(checkText(`timeZone of ${name}`, timeZone))
}

const step: StoredCheck = (name, value) => {
  checkObject(name, value)
  const { step: kind } = value as { step: unknown }
  if (typeof kind !== 'string' || !Object.hasOwn(steps, kind))
    throw new GatecastError('ERR_FILE', `Expected steps of gatecast in a saved pipeline, got ${shown(kind)}`)
  const { args, required, state } = stepChecks[kind as StepName]
  objectOf<DoneStep>(
    {
      step: checkText,
      arguments: (where, list) => {
        const given = checkList(where, list as unknown[])
        if (given.length < required || given.length > args.length)
          throw new GatecastError(
            'ERR_FILE',
            `Expected ${required} to ${args.length} arguments of ${kind}, got ${given.length}`,
          )
        given.forEach((argument, i) => {
          // JSON writes an argument that was left out as null.
          if (argument !== null || i < required) args[i](`argument ${i + 1} of ${kind}`, argument)
        })
      },
      state: state ?? (() => {}),
    },
    state ? [] : ['state'],
  )(name, value)
}

const checkState = objectOf<PipelineState>({
  kind: checkText,
  version: () => {},
  options,
  steps: listOf(step),
})

/** @throws {GatecastError} `ERR_FILE` if it is not what `JSON.stringify` makes of a pipeline */
export function readPipeline(given: unknown): PipelineState {
  const json = parse(given)
  const { kind, version } = (json ?? {}) as Partial<PipelineState>
  if (kind !== 'gatecast pipeline' || version !== 1)
    throw new GatecastError('ERR_FILE', `Expected a saved gatecast pipeline of version 1, got ${shown(kind ?? json)}`)
  try {
    checkState('the pipeline', json)
  } catch (cause) {
    const { message } = cause as Error
    throw new GatecastError('ERR_FILE', `Expected a whole gatecast pipeline, got a broken one: ${message}`, { cause })
  }
  const state = json as PipelineState
  const steps = state.steps.map((one) => ({ ...one, arguments: one.arguments.map((value) => value ?? undefined) }))
  return { ...state, steps }
}

function parse(given: unknown): unknown {
  try {
    // An object becomes what its text would be: a copy of data alone.
    return parseJson(typeof given === 'string' ? given : (JSON.stringify(given) ?? 'null'))
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected a saved pipeline as JSON, got ${shown(given)}`, { cause })
  }
}
