// The table of forms of times: what each form reads and refuses, and the table of the docs.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../src/series/time/forms/form.ts'
import { namedForms, plainForms, type TimeFormat, timeFormats } from '../../src/series/time/forms/index.ts'
import { readTimes } from '../../src/series/time/parse/read_times.ts'

const plain = Object.entries(plainForms as Record<string, Form>)
const named = Object.entries(namedForms as Record<string, Form>)
const read = (cells: readonly (string | number)[], timeFormat: TimeFormat = 'auto') =>
  readTimes(cells, { timeFormat, timeZone: 'UTC', columns: ['time'] })

/** The time of a cell as the table writes it: the index itself, or ISO text without a midnight. */
const shown = (time: number, isIndex: boolean) =>
  isIndex ? String(time) : new Date(time).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', '')

const examples = (forms: [string, Form][]) =>
  forms.flatMap(([name, { examples: all }]) => all.map(([cells, time]) => [name, cells, time] as const))
const refusals = (forms: [string, Form][]) =>
  forms.flatMap(([name, { refuses }]) => refuses.map((cell) => [name, cell] as const))

describe('forms with one reading', () => {
  it.each(examples(plain))('%s reads %j', (_, cells, time) => {
    const { times, timeFormat, note } = read(cells)
    expect([shown(times[0], false), timeFormat, note]).toEqual([time, 'auto', undefined])
  })

  it.each(refusals(plain))('%s refuses %j', (_, cell) => {
    expect(() => read([cell])).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
  })

  it('may be mixed in a column', () => {
    expect(
      Array.from(
        read(
          plain.flatMap(
            ([
              ,
              {
                examples: [[cells]],
              },
            ]) => [...cells],
          ),
        ).times,
      ),
    ).not.toContain(Number.NaN)
  })
})

describe('forms with a name', () => {
  it.each(examples(named))('%s is found for %j', (name, cells, time) => {
    const { times, timeFormat } = read(cells)
    expect([shown(times[0], timeFormat === 'index'), timeFormat]).toEqual([time, name])
  })

  it.each(examples(named))('%s reads %j by its name', (name, cells, time) => {
    expect(shown(read(cells, name as TimeFormat).times[0], name === 'index')).toBe(time)
  })

  it.each(refusals(named))('%s refuses %j by its name', (name, cell) => {
    expect(() => read([cell], name as TimeFormat)).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
  })

  it('have examples, unless they are used only by their name or for several columns', () => {
    const without = named.filter(([, { examples: all }]) => !all.length).map(([name]) => name)
    expect(without).toEqual([
      ...['year month', 'year quarter', 'year week', 'year day', 'epoch d', 'excel', 'excel 1904'],
    ])
  })

  it('are the values of timeFormat', () => {
    expect(timeFormats).toEqual(['auto', ...named.map(([name]) => name)])
  })
})

/** The table of the docs. */
const table = (head: string, rows: string[]) =>
  [`| ${head} | reads | examples | can be confused with |`, '|---|---|---|---|', ...rows].join('\n')
const code = (cell: string | number) => `\`${cell}\``
const row = ([name, { matches, examples: all, rivals }]: [string, Form]) => {
  const shownName = (form: string) => (Object.hasOwn(namedForms, form) ? code(form) : form)
  const cells = all.map(([[first]]) => code(first))
  return `| ${[shownName(name), matches, cells.join(', '), rivals.map(shownName).join(', ')].join(' | ')} |`
}

describe('the table of the docs', () => {
  const page = readFileSync(new URL('../../docs/guide/prepare-data.md', import.meta.url), 'utf8')

  it('lists the forms with one reading', () => {
    expect(page).toContain(table('form', plain.map(row)))
  })

  it('lists the forms with a name', () => {
    expect(page).toContain(table('`timeFormat`', named.map(row)))
  })
})
