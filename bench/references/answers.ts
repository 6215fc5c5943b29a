// Forecasts of R and of the sources of this library, in one form. Those of R are kept in files.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { atOnce } from '../../src/base/resources/turns.ts'
import { mstl } from '../../src/forecast/local/decomposition/mstl.ts'
import { arimaForecast } from '../../src/forecast/local/methods/arima/arima.ts'
import { chooseArima } from '../../src/forecast/local/methods/arima/choose.ts'
import { chooseEts, etsForecast } from '../../src/forecast/local/methods/ets/ets.ts'
import { mstlForecast } from '../../src/forecast/local/methods/mstl.ts'
import { thetaForecast } from '../../src/forecast/local/methods/theta/theta.ts'
import type { ReferenceSeries } from './series.ts'

export interface Answer {
  readonly id: string
  readonly mean: readonly number[]
  readonly deviation?: readonly number[]
  /** The model: two methods that choose the same one should forecast the same. */
  readonly model: string
  /** AICc, comparable between models with the same differences only. */
  readonly criterion?: number
  readonly likelihood?: number
  readonly differences?: readonly number[]
  /** Trend and season of the history. */
  readonly parts?: readonly ArrayLike<number>[]
  /** Why there is no forecast. */
  readonly error?: string
}

/** The forecast, likelihood and criterion of a method for a series. A further method needs a line here and one in `methods.R`. */
const ours: Readonly<Record<string, (series: ReferenceSeries) => Omit<Answer, 'id'>>> = {
  arima({ values, season, horizon }) {
    const history = Float64Array.from(values)
    const fit = chooseArima({ history, season, horizon })
    const { mean, deviation } = arimaForecast(history, { season, horizon })
    if (!fit) return { mean: [...mean], model: 'none' }
    const { p, d, q, P, D, Q } = fit.orders
    return {
      mean: [...mean],
      deviation: [...deviation],
      model: `(${p},${d},${q})(${P},${D},${Q})${fit.constant ? ' constant' : ''}`,
      criterion: fit.aicc,
      likelihood: fit.logLikelihood,
      differences: [d, D],
    }
  },
  ets({ values, season, horizon }) {
    const history = Float64Array.from(values)
    const best = chooseEts(history, { season })
    const { mean, deviation } = etsForecast(history, { season, horizon })
    const known = best && { criterion: best.aicc, likelihood: -best.deviance / 2 }
    return { mean: [...mean], deviation: [...deviation], model: best?.form.name ?? 'none', ...known }
  },
  theta({ values, season, horizon }) {
    const { mean, deviation } = thetaForecast(Float64Array.from(values), { season, horizon, form: 'standard' })
    return { mean: [...mean], deviation: [...deviation], model: 'theta' }
  },
  mstl({ values, season, horizon }) {
    const history = Float64Array.from(values)
    const { trend, seasons } = atOnce(mstl(history, [season]))
    const asInR = { season, seasons: [season], horizon, method: 'naive', transform: 'none', level: 'last' } as const
    return { mean: [...mstlForecast(history, asInR).mean], model: 'mstl', parts: [trend, seasons[0]] }
  },
}
export const methods = Object.keys(ours)

/** Whether a method is for a series: a decomposition needs a season, and more than two of it. */
export const isFor = (method: string, { season, values }: ReferenceSeries): boolean =>
  method !== 'mstl' || (season > 1 && values.length > 2 * season)

export const ourAnswer = (method: string, series: ReferenceSeries): Answer => ({
  id: series.id,
  ...ours[method](series),
})

/** Series in one run of R. */
const chunk = 25

/** The answers of R, from the file of an earlier run if there is one. */
export function answersOfR(method: string, series: readonly ReferenceSeries[], folder: string): Answer[] {
  mkdirSync(folder, { recursive: true })
  const answers: Answer[] = []
  for (let from = 0; from < series.length; from += chunk) {
    const input = JSON.stringify(series.slice(from, from + chunk))
    const name = createHash('sha256').update(input).digest('hex').slice(0, 16)
    const file = join(folder, `${method}-${name}.json`)
    if (!existsSync(file)) {
      const given = join(folder, `${name}.series.json`)
      writeFileSync(given, input)
      execFileSync('Rscript', ['bench/references/methods.R', method, given, `${file}.part`], { stdio: 'ignore' })
      renameSync(`${file}.part`, file)
    }
    answers.push(...(JSON.parse(readFileSync(file, 'utf8')) as Answer[]))
  }
  return answers.map((answer) => ({ ...answer, model: sameName(answer.model ?? 'none') }))
}

/** The name of a model of R as this library would write it. */
function sameName(model: string): string {
  const orders = /^ARIMA\((\d),(\d),(\d)\)(?:\((\d),(\d),(\d)\))?/.exec(model)
  if (orders) {
    const [p, d, q, P = '0', D = '0', Q = '0'] = orders.slice(1)
    return `(${p},${d},${q})(${P},${D},${Q})${/drift|non-zero/.test(model) ? ' constant' : ''}`
  }
  return model.replace(/^ETS\((.*)\)$/, '$1').replaceAll(',', '')
}
