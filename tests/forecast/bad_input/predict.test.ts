import { describe, expect, it } from 'vitest'
import { conformal, gru, naive } from '../../../src/forecast/index.ts'
import { type Panel, panelFromRows } from '../../../src/series/index.ts'
import {
  dateOf,
  days,
  fit,
  forecasters,
  good,
  horizon,
  isError,
  network,
  panelOf,
  type Row,
  rows,
  salesOf,
  small,
  withCovariates,
} from './bad_input.ts'

describe('predict', () => {
  const future = (count: number, promo: string) =>
    days(count, (day) => ({ shop: 'north', date: dateOf(60 + day), price: 2, promo }))
  const panelWith = (...ahead: Row[]) => panelFromRows([...rows(60), ...ahead], withCovariates)

  const rejectedBy = async (panel: Panel, code: string, message: RegExp) => {
    for (const make of [
      network,
      forecasters['gru, recursive'],
      forecasters.ensemble,
      () => conformal(network(), { windows: 3 }),
    ]) {
      const model = make()
      await model.fit(panelWith(), fit)
      await expect(model.predict(panel)).rejects.toEqual(isError(code, message))
    }
  }

  it('refuses a category that was not there at fit, with those that were', () =>
    rejectedBy(
      panelWith(...future(7, 'sometimes')),
      'ERR_DATA',
      /categories of "promo" that fit has seen \(no, yes\), got "sometimes" in series "north"\. Fit again/,
    ))

  it('refuses a known covariate without future values, with series, step and date', async () => {
    const message = (step: number, date: string) =>
      new RegExp(
        `the known covariate "price" for the 7 steps .* series "north", got none for step ${step} \\(${date}\\)\\. .*Add rows`,
      )
    await rejectedBy(panelWith(), 'ERR_DATA', message(1, '2024-03-01'))
    await rejectedBy(panelWith(...future(4, 'no')), 'ERR_DATA', message(5, '2024-03-05'))
  })

  it('refuses a known covariate without future values in a stream, too', async () => {
    const model = network()
    await model.fit(panelWith(), fit)
    const next = { values: [5] }
    await expect(model.stream(panelWith(...future(7, 'no'))).next(next)).rejects.toEqual(
      isError('ERR_DATA', /the known covariate "price" .* got none for step 7 \(2024-03-08\)/),
    )
  })

  it('forecasts an id that was not there at fit, unless ids have embeddings', async () => {
    const other = panelOf(days(60, salesOf), 'south')
    for (const make of Object.values(forecasters)) {
      const model = make()
      await model.fit(good, fit)
      expect((await model.predict(other)).ids).toEqual(['south'])
    }
    const model = gru({ ...small, embedIds: true })
    await model.fit(good, fit)
    await expect(model.predict(other)).rejects.toEqual(
      isError(
        'ERR_DATA',
        /series that fit has seen, .* embedIds .* got "south"\. The nearest are "north".* without embedIds/,
      ),
    )
  })
})

it('predict refuses misspelt options', async () => {
  const model = network()
  await model.fit(good, fit)
  const expected = isError('ERR_RANGE', /options of predict to be among quantiles, .* got "quantile"/)
  await expect(model.predict(good, { quantile: [0.5] } as never)).rejects.toEqual(expected)
  await expect(naive({ horizon }).predict(good, { quantile: [0.5] } as never)).rejects.toEqual(expected)
})
