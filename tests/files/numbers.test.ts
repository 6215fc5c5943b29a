import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { queryRows } from '../../src/files/duckdb/connection.ts'
import { literals } from '../../src/files/duckdb/sql.ts'
import { isMissingSql, isNumberSql, numberSql } from '../../src/files/plan/number_sql.ts'
import { panelFromColumns } from '../../src/series/index.ts'
import { checkNotation, isPlain, type Notation } from '../../src/series/notation/notation.ts'
import { numberReader } from '../../src/series/table/read_values.ts'
import { connectionForTests, folderForTests, openTables } from './folder.ts'

const { write } = folderForTests()
const tables = await openTables()
const connection = await connectionForTests()
const roles = { time: 'time', target: 'y', frequency: 'd' } as const

const notations: Notation[] = [
  {},
  { missing: [-200, '#N/A', '.', '1,5'] },
  { decimal: ',' },
  { thousands: ',' },
  { thousands: '.' },
  { decimal: ',', thousands: ' ', missing: ['-1,5', -1.5] },
  { decimal: ',', thousands: "'" },
  { thousands: "'", units: ['CHF', 'Fr.', '%'] },
  { decimal: ',', thousands: '.', units: ['€', 'kg', 'k', '%', 'm2'] },
  { thousands: ',', units: ['$', 'USD', '(', '|', '\\'] },
]

/** Texts that are numbers, nearly numbers, and something else. */
const randomTexts = fc
  .oneof(
    fc.array(
      fc.constantFrom(
        ...'0123456789',
        '000',
        '100',
        '234',
        '.',
        ',',
        "'",
        '’',
        ' ',
        '\u00a0',
        '\u202f',
        '+',
        '-',
        'e',
        '_',
      ),
      { maxLength: 9 },
    ),
    fc.array(
      fc.constantFrom(
        '1',
        '100',
        '1.234,5',
        '1,234.5',
        '€',
        '%',
        'kg',
        'k',
        'm2',
        '$',
        'USD',
        'Fr.',
        'CHF',
        ' ',
        '-',
        '(',
        '\\',
        '|',
      ),
      { maxLength: 5 },
    ),
    fc.constantFrom(
      ['NA'],
      ['#N/A'],
      ['.'],
      ['null'],
      ['0x1F'],
      ['0b1'],
      ['Infinity'],
      ['inf'],
      ['nan'],
      ['\ufeff7\t'],
      ['1e999'],
    ),
  )
  .map((parts) => parts.join(''))

describe('the rule for numbers', () => {
  it.each(notations)('is the same in SQL and in JavaScript: %j', async (given) => {
    const notation = checkNotation(given)
    const read = numberReader(notation)
    await fc.assert(
      fc.asyncProperty(fc.array(randomTexts, { minLength: 20, maxLength: 60 }), async (texts) => {
        const rows = await queryRows(
          connection,
          `select ${isNumberSql('t', notation)} as is_number, ${isMissingSql('t', notation)} as is_missing,
             ${numberSql('t', notation)} as number from (select unnest(${literals(texts)}) as t)`,
        )
        for (const [at, text] of texts.entries()) {
          const { is_number, is_missing, number } = rows[at]
          const own = read(text)
          expect([text, is_missing], text).toEqual([text, Number.isNaN(own)])
          if (is_missing) continue
          expect([text, is_number]).toEqual([text, own !== undefined])
          // In the plain notation, texts that DuckDB reads otherwise are left to JavaScript.
          if (is_number && number !== null) expect([text, number]).toEqual([text, own])
          if (is_number && !isPlain(notation)) expect(number).not.toBeNull()
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('numbers in a file', () => {
  const read = (cells: readonly string[], options: Notation = {}) => {
    const rows = cells.map((cell, row) => `2024-01-${10 + row};${cell}`)
    return tables.readPanel({ path: write('x.csv', `time;y\n${rows.join('\n')}\n`) }, { ...roles, ...options })
  }
  const inMemory = (cells: readonly string[], options: Notation = {}) =>
    panelFromColumns({ time: cells.map((_, row) => `2024-01-${10 + row}`), y: [...cells] }, { ...roles, ...options })

  it.each([
    [['1,5', '-0,25', '2', 'NA', ',5', '1e3'], { decimal: ',' }, [1.5, -0.25, 2, Number.NaN, 0.5, 1000]],
    [['1,100', '12', '-1,234,567.5'], { thousands: ',' }, [1100, 12, -1234567.5]],
    [['1.100', '1.234,5', '7,25'], { thousands: '.' }, [1100, 1234.5, 7.25]],
    [['1 100', '1\u00a0234,5', '1\u202f000'], { decimal: ',', thousands: ' ' }, [1100, 1234.5, 1000]],
    [["1'100", '1’234.5'], { thousands: "'" }, [1100, 1234.5]],
    [['12 %', '€ 1.234,50', '-3 €', '€-4', '5'], { thousands: '.', units: ['%', '€'] }, [12, 1234.5, -3, -4, 5]],
    [['$1,100', '-$5', '#N/A'], { thousands: ',', units: ['$'], missing: ['#N/A'] }, [1100, -5, Number.NaN]],
  ] as [string[], Notation, number[]][])('%j with %j', async (cells, options, values) => {
    expect([...(await read(cells, options)).target.values]).toEqual(values)
    expect([...inMemory(cells, options).target.values]).toEqual(values)
  })

  it.each([
    ['1,5', {}, 'use --decimal \',\' (decimal: ",") to read it as 1.5'],
    [
      '1,100',
      {},
      'use --thousands \',\' (thousands: ",") to read it as 1100, or --decimal \',\' (decimal: ",") to read it as 1.1',
    ],
    ['1.234,5', {}, 'use --decimal \',\' (decimal: ",") and --thousands \'.\' (thousands: ".") to read it as 1234.5'],
    ['45 %', {}, 'use --units \'%\' (units: ["%"]) to read it as 45'],
    ["1'000", {}, 'use --thousands "\'" (thousands: "\'") to read it as 1000'],
    ['#DIV/0!', {}, "Add it to missing if it stands for a missing value (--missing '#DIV/0!')"],
    ['1,10', { thousands: ',' }, '--decimal \',\' (decimal: ",") to read it as 1.1'],
    ['0,125', { thousands: ',' }, 'to read it as 0.125'],
    ['1.5', { decimal: ',' }, "--decimal '.'"],
    ['1,,100', { thousands: ',' }, 'mend the cell'],
    ['(5)', {}, "(--missing '(5)')"],
    ['\u22125', {}, 'write it as "-", the hyphen of the keyboard'],
  ] as [string, Notation, string][])('refuses %j with %j, and says how to read it', async (cell, options, advice) => {
    const refusal = { code: 'ERR_TYPE', message: expect.stringContaining(advice) }
    await expect(read(['1', '2', cell], options)).rejects.toMatchObject(refusal)
    await expect(read(['1', '2', cell], options)).rejects.toThrow(/column "y", got ".*" in series "series" \(line 4 of/)
    expect(() => inMemory(['1', '2', cell], options)).toThrow(expect.objectContaining(refusal))
  })

  it('that have a type are read as they are, in every notation', async () => {
    const query = "select '2024-01-0' || i as time, 1.234 * i as y from range(1, 4) t(i)"
    expect([...(await tables.readPanel({ query }, { ...roles, thousands: '.' })).target.values]).toEqual([
      1.234, 2.468, 3.702,
    ])
    const json = '[{"time":"2024-01-01","y":1.234},{"time":"2024-01-02","y":"1.234"},{"time":"2024-01-03","y":null}]'
    const panel = await tables.readPanel({ path: write('x.json', json) }, { ...roles, thousands: '.' })
    expect([...panel.target.values.slice(0, 2)]).toEqual([1.234, 1234])
    const wide = "select '2024-01-0' || i as time, 1.234 * i as a, '1.234' as b from range(1, 4) t(i)"
    const both = await tables.readPanel({ query: wide }, { time: 'time', layout: 'wide', thousands: '.' })
    expect([...both.target.values]).toEqual([1.234, 2.468, 3.702, 1234, 1234, 1234])
  })

  it('of a wide table are refused with column and line', async () => {
    const path = write('wide.csv', 'time;a;b\n2024-01-01;1;2\n2024-01-02;3;x\n')
    await expect(tables.readPanel({ path }, { time: 'time', layout: 'wide' })).rejects.toThrow(
      /"x" in series "b" \(line 3 of/,
    )
  })
})

describe('a notation refuses', () => {
  it.each([
    [{ decimal: ';' }, 'ERR_RANGE'],
    [{ decimal: ',', thousands: ',' }, 'ERR_RANGE'],
    [{ thousands: '_' }, 'ERR_RANGE'],
    [{ units: ['5'] }, 'ERR_TYPE'],
    [{ units: ['e'] }, 'ERR_TYPE'],
    [{ units: '%' }, 'ERR_TYPE'],
    [{ missing: 'NA' }, 'ERR_TYPE'],
  ])('%j', (given, code) => {
    expect(() => checkNotation(given as Notation)).toThrow(expect.objectContaining({ code }))
  })
})
