import { parentPort } from 'node:worker_threads'
import { isError } from '../../base/brand.ts'
import { GatecastError } from '../../base/error.ts'
import type { Answer, Job } from './forecast_all.ts'
import { forecastSeries } from './forecast_series.ts'
import { methodOf, rehearsalOf } from './methods/index.ts'

parentPort?.on('message', ({ kind, task, first, series }: Job) => {
  let answer: Answer
  try {
    answer = { first, forecasts: series.map((one) => forecastSeries(methodOf(kind), one, task, rehearsalOf(kind))) }
  } catch (error) {
    const code = error instanceof GatecastError ? error.code : undefined
    answer = { error: { code, message: isError(error) ? error.message : `${error}` } }
  }
  parentPort?.postMessage(answer)
})
