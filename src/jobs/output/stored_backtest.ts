// The backtests of a model and of the baseline as JSON, for the report, which may be made later.

import { readFile } from 'node:fs/promises'
import { GatecastError } from '../../base/error.ts'
import { Backtest, Forecast } from '../../forecast/index.ts'
import { parseFrequency } from '../../series/index.ts'
import type { Claim } from '../claim/claim.ts'

// JSON has no NaN, so a missing value is null.
const listOf = (values: Float64Array) => Array.from(values, (value) => (Number.isFinite(value) ? value : null))
const arrayOf = (values: (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN)

type Numbers = ReturnType<typeof listOf>

interface Stored {
  kind: string
  horizon: number
  season: number
  windows: {
    ids: string[]
    frequency: string
    timeZone: string
    names: Forecast['names']
    levels: number[]
    starts: Numbers
    lengths: Numbers
    mean: Numbers
    quantiles: Numbers[]
    actual: Numbers
    absoluteScale: Numbers
    squaredScale: Numbers
  }[]
}

export async function writeBacktests(
  path: string,
  { backtest, baseline }: { backtest: Backtest; baseline?: Backtest },
  claim: Pick<Claim, 'write'>,
): Promise<void> {
  const stored = { ...storedFrom(backtest), ...(baseline ? { baseline: storedFrom(baseline) } : {}) }
  await claim.write(path, Buffer.from(JSON.stringify(stored)))
}

function storedFrom({ kind, horizon, season, windows }: Backtest): Stored {
  return {
    kind,
    horizon,
    season,
    windows: windows.map(({ forecast, actual, absoluteScale, squaredScale }) => ({
      ids: [...forecast.ids],
      frequency: forecast.frequency.text,
      timeZone: forecast.timeZone,
      names: forecast.names,
      levels: [...forecast.quantileLevels],
      starts: listOf(forecast.starts),
      lengths: listOf(forecast.lengths),
      mean: listOf(forecast.mean),
      quantiles: forecast.quantiles.map(listOf),
      actual: listOf(actual),
      absoluteScale: listOf(absoluteScale),
      squaredScale: listOf(squaredScale),
    })),
  }
}

/** `undefined` if there is no such file. Files of older versions have no baseline. */
export async function readBacktests(path: string): Promise<{ backtest: Backtest; baseline?: Backtest } | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${(cause as Error).message}`, { cause })
  }
  try {
    const { baseline, ...stored }: Stored & { baseline?: Stored } = JSON.parse(text)
    return { backtest: backtestFrom(stored), ...(baseline ? { baseline: backtestFrom(baseline) } : {}) }
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected "${path}" to hold a backtest as JSON, got other text`, { cause })
  }
}

const backtestFrom = ({ kind, horizon, season, windows }: Stored): Backtest =>
  new Backtest({
    kind,
    horizon,
    season,
    windows: windows.map((window) => ({
      forecast: new Forecast({
        ids: window.ids,
        frequency: parseFrequency(window.frequency),
        timeZone: window.timeZone,
        names: window.names,
        horizon,
        starts: arrayOf(window.starts),
        lengths: arrayOf(window.lengths),
        mean: arrayOf(window.mean),
        quantileLevels: window.levels,
        quantiles: window.quantiles.map(arrayOf),
      }),
      actual: arrayOf(window.actual),
      absoluteScale: arrayOf(window.absoluteScale),
      squaredScale: arrayOf(window.squaredScale),
    })),
  })
