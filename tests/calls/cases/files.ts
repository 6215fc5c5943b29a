import { mkdirSync, writeFileSync } from 'node:fs'
import * as files from '../../../src/files/index.ts'
import { type Cases, method, of } from '../harness/case.ts'
import { columns, once, path, roles } from '../harness/given.ts'

const csv = once(() => {
  const { shop, day, sold, promo } = columns()
  const lines = shop.map((name, row) => [name, day[row], sold[row], promo[row]].join(','))
  writeFileSync(path('sales.csv'), ['shop,day,sold,promo', ...lines].join('\n'))
  mkdirSync(path('parts'), { recursive: true })
  return path('sales.csv')
})
const tables = once(() => files.Tables.open({ threads: 1 }))
const source = () => ({ path: csv() })
const ends = () => ({ from: 'a', to: 'b' })

export const tableFiles: Cases = {
  'Tables.open': { args: () => [{ threads: 1, memory: '200MB' }], call: openAndClose },
  'Tables.close': method(
    () => files.Tables.open({ threads: 1 }),
    'close',
    () => [],
    5,
  ),
  'Tables.[asyncDispose]': method(
    () => files.Tables.open({ threads: 1 }),
    Symbol.asyncDispose,
    () => [],
    5,
  ),
  'Tables.columns': method(tables, 'columns', () => [source()]),
  'Tables.head': method(tables, 'head', () => [source(), 3]),
  'Tables.ids': method(tables, 'ids', () => [source(), roles(), ends()]),
  'Tables.parts': method(tables, 'parts', () => [source(), roles(), 1]),
  'Tables.profile': method(tables, 'profile', () => [source(), { timeZone: 'UTC' }]),
  'Tables.readPanel': method(tables, 'readPanel', () => [source(), { ...roles(), frequency: 'd' }, {}]),
  'Tables.repartition': method(tables, 'repartition', () => [source(), roles(), [ends()], path('parts')]),
  'Tables.survey': method(tables, 'survey', () => [source(), roles()]),
  generateTable: of(files.generateTable, () => [path('made.csv'), { series: 2, rows: 30 }]),
  joinTables: of(files.joinTables, () => [[csv()], path('all.csv')]),
  outputFormatOf: of(files.outputFormatOf, () => ['forecast.csv.gz']),
  restoreText: of(files.restoreText, () => ["'=1+1"]),
  repartitioned: of(files.repartitioned, () => [roles()]),
  writeTable: of(files.writeTable, () => [
    path('written.csv'),
    [
      { name: 'store', type: 'text', values: ['a', 'b'], repeat: 2 },
      { name: 'date', type: 'date', values: Float64Array.of(0, 864e5, 0, 864e5) },
      { name: 'mean', type: 'number', values: Float64Array.of(1, 2, 3, 4) },
    ],
  ]),
}

async function openAndClose(args: readonly unknown[]) {
  const opened = await (files.Tables.open as (...all: unknown[]) => Promise<files.Tables>)(...args)
  await opened.close()
}

export const salesFile = csv

/** 200 days of one series. */
export const longFile = once(() => {
  const lines = Array.from({ length: 200 }, (_, t) => `${new Date(t * 864e5).toISOString().slice(0, 10)},${t % 7}`)
  writeFileSync(path('long.csv'), ['day,sold', ...lines].join('\n'))
  return path('long.csv')
})
