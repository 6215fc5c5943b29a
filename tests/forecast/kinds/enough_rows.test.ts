import { describe, expect, it } from 'vitest'
import { rowsForBacktest } from '../../../src/forecast/backtest/enough_rows.ts'
import type { Forecaster } from '../../../src/forecast/index.ts'
import { kinds } from '../../../src/forecast/kinds/index.ts'
import { type Panel, panelFromSeries } from '../../../src/series/index.ts'

const panelOf = (rows: number, frequency: string): Panel =>
  panelFromSeries(
    [{ id: 'a', start: '2024-01-01', values: Array.from({ length: rows }, (_, t) => 10 + (t % 5) + ((t * 7) % 3)) }],
    { frequency },
  )

const isOk = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    (error) => {
      expect(error).toMatchObject({ code: 'ERR_DATA' })
      return false
    },
  )

/** Whether fit, and then predict with finite values, succeed. */
async function outcome(forecaster: Forecaster, panel: Panel): Promise<{ fit: boolean; predict: boolean }> {
  const fit = await isOk(forecaster.fit(panel, { epochs: 1, calibrate: false }))
  const predict = await isOk(
    forecaster.predict(panel).then(({ mean }) => expect(mean.every(Number.isFinite)).toBe(true)),
  )
  return { fit, predict }
}

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  const isNetwork = kind.cost === 'training'
  const [lengths, horizons] = isNetwork
    ? [
        [1, 2, 3, 7, 8, 15, 30],
        [1, 7, 20],
      ]
    : [
        Array.from({ length: 30 }, (_, i) => i + 1),
        // An estimate takes time: fewer horizons tell as much.
        kind.cost === 'estimate' ? [1, 2, 7, 12, 20] : Array.from({ length: 20 }, (_, i) => i + 1),
      ]
  const frequencies = isNetwork ? ['d'] : ['d', 'YS']
  const variants = kind.auto.length > 0 ? kind.auto : [{}]

  it('fits and predicts exactly the panels that have the rows it needs', { timeout: 120_000 }, async () => {
    const cases = variants.flatMap((options) =>
      frequencies.flatMap((frequency) =>
        lengths.flatMap((rows) => horizons.map((horizon) => ({ options, frequency, rows, horizon }))),
      ),
    )
    for (const one of cases) {
      const { options, frequency, rows, horizon } = one
      const enough = rows >= kind.needs({ horizon })
      const found = await outcome(kind.make({ horizon, ...options }), panelOf(rows, frequency))
      expect({ ...one, ...found }).toEqual({ ...one, fit: enough, predict: enough })
    }
  })

  it('is backtested on that many rows and those of the windows, and says so with one row less', async () => {
    for (const horizon of isNetwork ? [7] : [1, 7]) {
      const forecaster = kind.make({ horizon })
      expect(forecaster.needs).toBe(kind.needs({ horizon }))
      const rows = rowsForBacktest(kind.needs({ horizon }), { horizon, windows: 2, step: 3 })
      const options = { windows: 2, step: 3, fit: { epochs: 1, calibrate: false } }
      await forecaster.backtest(panelOf(rows, 'd'), options)
      await expect(forecaster.backtest(panelOf(rows - 1, 'd'), options)).rejects.toThrow(
        `Expected a series of ${rows} rows or more for 2 windows of ${horizon} steps, got ${rows - 1}`,
      )
    }
  })
})
