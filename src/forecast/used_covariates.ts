import type { Forecaster, UsedCovariates } from './forecaster.ts'

/** The covariates of a forecaster that reads the target alone. */
export const noCovariates: UsedCovariates = { known: [], observed: [], static: [], categorical: [] }

/** The covariates that one of several forecasters reads; `undefined` if that is not known of all of them. */
export function allCovariates(forecasters: readonly Forecaster[]): UsedCovariates | undefined {
  const each = forecasters.map((forecaster) => forecaster.facts?.().covariates)
  if (each.includes(undefined)) return undefined
  const joined = (role: keyof UsedCovariates) => [...new Set(each.flatMap((used) => used?.[role] ?? []))]
  return {
    known: joined('known'),
    observed: joined('observed'),
    static: joined('static'),
    categorical: joined('categorical'),
  }
}
