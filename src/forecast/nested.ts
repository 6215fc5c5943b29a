import { checkText } from '../base/check.ts'
import type { Json } from '../base/json.ts'
import { unchecked } from '../base/options/options.ts'
import { listOf, objectOf } from '../base/options/stored.ts'
import type { Tensors } from '../nn/index.ts'
import type { Forecaster, ForecasterState, UsedCovariates } from './forecaster.ts'
import { forecasterFromState } from './stored.ts'

/** The options of the forecasters that another forecaster holds. */
export const nestedOptions = (forecasters: readonly Forecaster[]): Json =>
  forecasters.map(({ kind, options = null }) => ({ kind, options }))

/**
 * Joins the states of the members of a combined forecaster. Each tensor name starts with the member's index:
 * `0.weight`, `1.weight`.
 */
export function packNested(forecasters: readonly Forecaster[]): { config: Json; tensors: Tensors } {
  const states = forecasters.map((forecaster) => forecaster.toState())
  const named = states.flatMap(({ tensors }, i) =>
    Object.entries(tensors).map(([name, tensor]) => [`${i}.${name}`, tensor] as const),
  )
  return { config: states.map(({ kind, config }) => ({ kind, config })), tensors: Object.fromEntries(named) }
}

/** Throws if the parts of a forecaster do not fit together. */
export async function checkNested(forecasters: readonly Forecaster[]): Promise<void> {
  for (const forecaster of forecasters) await forecaster.checkWhole?.()
}

const checkStates = listOf(
  objectOf<Omit<ForecasterState, 'tensors'>>({ kind: checkText, config: unchecked }, ['config']),
  { atLeast: 1 },
)

/** @throws {GatecastError} for a configuration that `packNested` did not make, and the errors of the forecasters */
export function unpackNested(config: Json | undefined, tensors: Tensors): Forecaster[] {
  checkStates('the forecasters inside', config)
  const inner = config as readonly Omit<ForecasterState, 'tensors'>[]
  return inner.map(({ kind, config: own }, i) => {
    const mine = Object.entries(tensors).filter(([name]) => name.startsWith(`${i}.`))
    const named = mine.map(([name, tensor]) => [name.slice(`${i}.`.length), tensor] as const)
    return forecasterFromState({ kind, config: own, tensors: Object.fromEntries(named) })
  })
}

/** The covariates that one of several forecasters reads; `undefined` if that is not known of all of them. */
export function allCovariates(forecasters: readonly Forecaster[]): UsedCovariates | undefined {
  const each = forecasters.map((forecaster) => forecaster.facts?.().covariates)
  if (each.includes(undefined)) return undefined
  const joined = (role: keyof UsedCovariates) => [...new Set(each.flatMap((used) => used?.[role] ?? []))]
  const needed = each.flatMap((used) => used?.known.filter((name) => !used.computed?.includes(name)) ?? [])
  const computed = joined('computed').filter((name) => !needed.includes(name))
  return {
    known: joined('known'),
    observed: joined('observed'),
    static: joined('static'),
    categorical: joined('categorical'),
    ...(computed.length ? { computed } : {}),
  }
}
