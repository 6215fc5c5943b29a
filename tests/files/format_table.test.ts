import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { formatNames, formats } from '../../src/files/formats/index.ts'
import { outputFormatOf } from '../../src/files/index.ts'
import { outputFormats } from '../../src/files/write/output_formats.ts'

const folder = fileURLToPath(new URL('../../src/files/formats', import.meta.url))

describe('the table of formats', () => {
  it('has every file of its folder as an entry', () => {
    const files = readdirSync(folder).filter((file) => !['format.ts', 'index.ts'].includes(file))
    expect(files.sort()).toEqual(formatNames.map((name) => `${name}.ts`).sort())
  })

  it('has each format under its own name', () => {
    for (const name of formatNames) expect(formats[name].name).toBe(name)
  })

  it('matches every ending that a format is written with, by the same format', () => {
    for (const name of outputFormats)
      for (const ending of Object.keys(formats[name].write.copyOptions))
        expect(formatNames.filter((one) => formats[one].extension.test(`x${ending}`))).toEqual([name])
  })

  it('matches every ending that a folder is searched for, by the same format', () => {
    for (const name of formatNames)
      for (const ending of formats[name].folderEndings)
        expect(formatNames.filter((one) => formats[one].extension.test(`x${ending}`))).toEqual([name])
  })
})

describe('outputFormatOf', () => {
  it.for([
    ['x.csv', 'csv'],
    ['a.b/x.CSV', 'csv'],
    ['x.parquet', 'parquet'],
    ['forecasts', undefined],
    ['forecasts.csv/', undefined],
    ['x.csv.gz', 'csv'],
    ['x.pq', 'parquet'],
    ['x.json', 'json'],
    ['x.ndjson', 'json'],
    ['x.gz', undefined],
    ['x.tsv', undefined],
    ['.csv', undefined],
  ] as const)('of %s is %s', ([path, format]) => {
    expect(outputFormatOf(path)).toBe(format)
  })
})
