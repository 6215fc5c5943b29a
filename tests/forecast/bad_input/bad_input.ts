// Inputs that people get wrong, passed to every function that makes a panel and to every function that takes one.

import { DataFrame } from 'danfojs-node'
import { expect } from 'vitest'
import { prepare } from '../../../src/danfo/index.ts'
import * as forecasting from '../../../src/forecast/index.ts'
import {
  type Panel,
  type PanelOptions,
  panelFromColumns,
  panelFromRows,
  panelFromSeries,
} from '../../../src/series/index.ts'
import { noise } from '../data.ts'

export const { ar, auto, conformal, deepAr, ensemble, ets, gru, naive, theta } = forecasting
export type Row = Record<string, unknown>

export const horizon = 7
export const small = { horizon, hiddenSize: 4, context: 14 }
export const network = () => gru(small)
export const roles: PanelOptions = { series: 'shop', time: 'date', target: 'sales', frequency: 'd' }
export const withCovariates: PanelOptions = { ...roles, known: ['price', 'promo'], categorical: ['promo'] }

export const dateOf = (day: number) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)
export const salesOf = (day: number) => 10 + (day % 7) + noise(day)
export const days = <T>(count: number, of: (day: number) => T): T[] =>
  Array.from({ length: count }, (_, day) => of(day))

/** `count` days of a shop; `change` overwrites cells of a row. */
export const rows = (count: number, shop = 'north', change: (day: number) => Row = () => ({})): Row[] =>
  days(count, (day) => ({
    ...{ shop, date: dateOf(day), sales: salesOf(day), price: 1 + (day % 3), promo: day % 5 ? 'no' : 'yes' },
    ...change(day),
  }))

export const names = ['shop', 'date', 'sales', 'price', 'promo']
export const makers: Record<string, (data: Row[], options?: PanelOptions) => Panel> = {
  panelFromRows: (data, options = roles) => panelFromRows(data, options),
  panelFromColumns: (data, options = roles) =>
    panelFromColumns(Object.fromEntries(names.map((name) => [name, data.map((row) => row[name])])), options),
  'prepare().toPanel': (data, options = roles) => {
    const values = data.map((row) => names.map((name) => row[name]))
    return prepare(new DataFrame(values, { columns: names }), options).toPanel()
  },
}

export const good = panelFromRows(rows(60), roles)
export const panelOf = (values: ArrayLike<number>, id = 'north') =>
  panelFromSeries([{ id, start: '2024-01-01', values }], { frequency: 'd', target: 'sales' })

export const forecasters = {
  naive: () => naive({ horizon }),
  ets: () => ets({ horizon }),
  'ar, global': () => ar({ horizon, scope: 'global' }),
  gru: network,
  'gru, recursive': () => gru({ ...small, recursive: true }),
  deepAr: () => deepAr(small),
  conformal: () => conformal(theta({ horizon })),
  ensemble: () => ensemble([naive({ horizon }), network()]),
}
export const fit = { epochs: 1 }

/** Every function that takes a panel. */
export const uses = (panel: Panel): Record<string, () => Promise<unknown>> => {
  const all: Record<string, () => Promise<unknown>> = {
    auto: () => auto(panel, { horizon, candidates: [naive({ horizon }), network()], fit }),
    'gru.update': async () => {
      const model = network()
      await model.fit(good, fit)
      return model.update(panel, fit)
    },
    'gru.stream': async () => {
      const model = network()
      await model.fit(good, fit)
      return model.stream(panel).next({ values: [5] })
    },
  }
  for (const [name, make] of Object.entries(forecasters)) {
    all[`${name}.fit`] = () => make().fit(panel, fit)
    all[`${name}.predict`] = async () => {
      const model = make()
      await model.fit(good, fit)
      return model.predict(panel)
    }
    all[`${name}.backtest`] = () => make().backtest(panel, { windows: 2, fit })
  }
  return all
}

export const isError = (code: string, message: RegExp) =>
  expect.objectContaining({ name: 'GatecastError', code, message: expect.stringMatching(message) })

/** Every function that makes a panel refuses the rows. */
export function expectRefused(data: Row[], code: string, message: RegExp, options?: PanelOptions): void {
  for (const [name, make] of Object.entries(makers))
    expect(() => make(data, options), name).toThrow(isError(code, message))
}

/** Every function that takes a panel rejects this one; a backtest may have another message. */
export async function expectRejected(panel: Panel, code: string, message: RegExp, backtest = message): Promise<void> {
  for (const [name, use] of Object.entries(uses(panel))) {
    const expected = name.endsWith('.backtest') ? backtest : message
    await expect(use(), name).rejects.toEqual(isError(code, expected))
  }
}
