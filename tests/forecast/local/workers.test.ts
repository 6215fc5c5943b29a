import { describe, expect, it } from 'vitest'
import { run } from '../../e2e/child.ts'

/** The start of a script: 80 monthly series, of which the last one has a value below 0, and `ets` to forecast them. */
const setup = `
  const { ets, panelFromSeries, theta } = await import('gatecast')
  const values = (i) => Array.from({ length: 60 }, (_, t) => 50 + i / 9 + (t % 12) + 5 * Math.sin(t * t * (i + 1)))
  const series = Array.from({ length: 80 }, (_, i) => ({ id: 's' + i, values: values(i) }))
  series.at(-1).values[7] = -1
  const panel = panelFromSeries(series, { frequency: 'M' })
  const predict = (options, model) => ets({ horizon: 3, ...(model && { model }) }).predict(panel, options)
`

describe('worker threads of local forecasters', { timeout: 180_000 }, () => {
  it('give the same bits, in the same order, and let the process end', async () => {
    const { same, sameBacktest, alive } = await run<{ same: boolean; sameBacktest: boolean; alive: number }>(`${setup}
      let alive = 0
      const timer = setInterval(() => alive++, 5)
      const [one, two] = [await predict({ threads: 1 }), await predict({ threads: 2 })]
      clearInterval(timer)
      const same = Buffer.compare(Buffer.from(one.quantiles[0].buffer), Buffer.from(two.quantiles[0].buffer)) === 0
      const backtest = async (threads) => (await theta({ horizon: 3 }).backtest(panel, { threads })).toRows()
      const sameBacktest = JSON.stringify(await backtest(1)) === JSON.stringify(await backtest(2))
      print({ same, sameBacktest, alive })
    `)
    expect(same).toBe(true)
    expect(sameBacktest).toBe(true)
    // Timers of the caller keep running meanwhile.
    expect(alive).toBeGreaterThan(10)
  })

  it('get the regressors of each series', async () => {
    const { same, follows } = await run<{ same: boolean; follows: boolean }>(`
      const { arima, panelFromSeries } = await import('gatecast')
      const on = (t) => (t * 7919) % 13 < 2 ? 1 : 0
      const series = Array.from({ length: 40 }, (_, i) => ({
        id: 's' + i,
        values: Array.from({ length: 60 }, (_, t) => 50 + i + 5 * Math.sin(t * t * (i + 1)) + (i + 1) * 10 * on(t)),
        known: { on: Array.from({ length: 70 }, (_, t) => on(t)) },
      }))
      const panel = panelFromSeries(series, { frequency: 'YS' })
      const predict = (threads) => arima({ horizon: 10 }).predict(panel, { threads })
      const [one, two] = [await predict(1), await predict(2)]
      const same = Buffer.compare(Buffer.from(one.mean.buffer), Buffer.from(two.mean.buffer)) === 0
      const step = Array.from({ length: 10 }, (_, h) => on(60 + h)).indexOf(1)
      const follows = series.every((_, i) => {
        const rest = two.mean[i * 10 + step] - (i + 1) * 10 - 50 - i
        return Math.abs(rest) < 6
      })
      print({ same, follows })
    `)
    expect({ same, follows }).toEqual({ same: true, follows: true })
  })

  it('forecast a single series that takes long, while timers of the caller run', async () => {
    const { alive, finite } = await run<{ alive: number; finite: boolean }>(`
      const { arima, panelFromSeries } = await import('gatecast')
      const values = Array.from({ length: 1500 }, (_, t) => 9 * Math.sin(t / 4) + Math.sin(t * t) + 4 * Math.sin(t / 50))
      const panel = panelFromSeries([{ id: 'a', values }], { frequency: 'h' })
      let longest = 0
      let last = performance.now()
      const timer = setInterval(() => {
        const now = performance.now()
        longest = Math.max(longest, now - last)
        last = now
      }, 5)
      const start = performance.now()
      const { mean } = await arima({ horizon: 4 }).predict(panel, { threads: 1 })
      clearInterval(timer)
      print({ alive: longest / (performance.now() - start), finite: mean.every(Number.isFinite) })
    `)
    expect(finite).toBe(true)
    // The longest wait between two timers is a small part of the work.
    expect(alive).toBeLessThan(0.5)
  })

  it('pass on errors with their code, and stop at the signal', async () => {
    const { code, message, stopped } = await run<Record<string, string>>(`${setup}
      const error = await predict({ threads: 2 }, 'MAM').catch((error) => error)
      const signal = AbortSignal.timeout(150)
      const aborted = await predict({ threads: 2, signal }).catch((error) => error)
      print({ code: error.code, message: error.message, stopped: aborted.code })
    `)
    expect({ code, stopped }).toEqual({ code: 'ERR_DATA', stopped: 'ABORT_ERR' })
    expect(message).toContain('Expected values above 0 for ETS model MAM')
  })
  it('are not waited for when the signal is aborted, and let the process end', async () => {
    const { first } = await run<{ first: string }>(`
      const { arima, panelFromSeries } = await import('gatecast')
      const values = Array.from({ length: 20_000 }, (_, t) => 9 * Math.sin(t / 4) + Math.sin(t * t) + 4 * Math.sin(t / 50))
      const panel = panelFromSeries([{ id: 'a', values }], { frequency: 'h' })
      const controller = new AbortController()
      const call = arima({ horizon: 4 }).predict(panel, { signal: controller.signal }).catch((error) => error.code)
      await new Promise((resolve) => setTimeout(resolve, 300))
      controller.abort()
      const later = new Promise((resolve) => setImmediate(resolve, 'later'))
      print({ first: await Promise.race([call, later]) })
    `)
    expect(first).toBe('ABORT_ERR')
  })
})
