import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkOptions, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { Panel } from '../series/panel/panel.ts'
import { type Connection, duckdb, type Instance, rowsOf } from './duckdb/connection.ts'
import { fileError } from './duckdb/file_error.ts'
import { identifier } from './duckdb/sql.ts'
import { idsOf, partsOf, type SourceParts } from './read/cut_parts.ts'
import { planOf } from './read/plan_query.ts'
import { readPlanned } from './read/read_panel.ts'
import { scanOf } from './read/scan.ts'
import { surveyOf } from './read/survey.ts'
import type { IdRange, Ids, Reading, Source, SourceColumn, Survey } from './source.ts'
import { repartitionRows } from './write/repartition.ts'

/** What DuckDB may use. */
export interface TablesOptions {
  /** Threads of DuckDB. Default 1. */
  threads?: number
  /** How much DuckDB may hold before it spills to disk, such as `500MB`. Default `1GB`. */
  memory?: string
  /** The folder that it spills to. Default: one of its own among the system's temporary files, removed on close. */
  temporary?: string
}

/**
 * Tables in files, read through an embedded DuckDB: CSV, Parquet, JSON, DuckDB files, and queries.
 *
 * @example
 * const tables = await Tables.open()
 * const panel = await tables.readPanel({ path: 'sales.csv' }, { series: 'store', time: 'date', target: 'sales' })
 * await tables.close()
 */
export class Tables {
  readonly #instance: Instance
  readonly #temporary: string
  readonly #ownsTemporary: boolean
  #closed = false

  private constructor(instance: Instance, temporary: string, ownsTemporary: boolean) {
    this.#instance = instance
    this.#temporary = temporary
    this.#ownsTemporary = ownsTemporary
  }

  /**
   * Starts an embedded DuckDB. Close it when done, or declare it with `await using`.
   *
   * @throws {GatecastError} `ERR_DEPENDENCY` if `@duckdb/node-api` is not installed
   */
  static async open(options: TablesOptions = {}): Promise<Tables> {
    checkOptions('Tables.open', options, ['threads', 'memory', 'temporary'])
    const threads = checkWhole('threads', options.threads ?? 1, 1)
    const memory = options.memory ?? '1GB'
    if (typeof memory !== 'string' || !/^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(memory))
      throw new GatecastError('ERR_RANGE', `Expected memory as a size such as "1GB", got ${shown(memory)}`)
    const { DuckDBInstance } = await duckdb()
    const temporary = options.temporary ?? (await mkdtemp(join(tmpdir(), 'gatecast-')))
    if (options.temporary !== undefined) await mkdir(temporary, { recursive: true })
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(threads),
      memory_limit: memory,
      temp_directory: temporary,
      // What is not here is fetched only where a remote path asks for it.
      autoinstall_known_extensions: 'false',
    }).catch((cause) => {
      throw fileError('open DuckDB', cause)
    })
    return new Tables(instance, temporary, options.temporary === undefined)
  }

  /**
   * The columns of a source and their types.
   *
   * @param source - files, or a query
   * @returns those that all files have
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  columns(source: Source): Promise<SourceColumn[]> {
    return this.#use(async (connection) => {
      const { parts } = await scanOf(connection, source)
      return parts[0].columns.filter(({ name }) =>
        parts.every(({ columns }) => columns.some((own) => own.name === name)),
      )
    })
  }

  /**
   * The first rows of a source, as texts: the values of each column.
   *
   * @param source - files, or a query
   * @param rows - how many
   * @returns for each column its first values as texts, `null` where missing
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  head(source: Source, rows: number): Promise<(SourceColumn & { values: (string | null)[] })[]> {
    return this.#use(async (connection) => {
      const [{ from, columns, label }] = (await scanOf(connection, source)).parts
      const texts = columns.map(({ name }) => `${identifier(name)}::varchar as ${identifier(name)}`)
      const sql = `select ${texts.join(', ')} from ${from} limit ${checkWhole('rows', rows, 1)}`
      const found = await rowsOf(connection, sql).catch((cause) => {
        throw fileError(`read ${label}`, cause)
      })
      return columns.map((column) => ({ ...column, values: found.map((row) => row[column.name] as string | null) }))
    })
  }

  /**
   * What is in a source: ids, rows and a digest of each series, in one pass.
   *
   * @param source - files, or a query
   * @param reading - what its columns are for
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` with file, column and line
   */
  survey(source: Source, reading: Reading): Promise<Survey> {
    return this.#use(async (connection) => {
      const [history, future] = await scansOf(connection, source, reading)
      return surveyOf(connection, planOf('survey', history, future, reading), history)
    })
  }

  /**
   * Cuts a source into parts of whole series, in the ascending order of their ids, in one pass and with memory that does
   * not grow with the number of series.
   *
   * @param size - series in a part
   * @param source - files, or a query
   * @param reading - what its columns are for
   * @throws {GatecastError} as {@link Tables.survey}
   */
  parts(source: Source, reading: Reading, size: number): Promise<SourceParts> {
    return this.#use(async (connection) => {
      const [history, future] = await scansOf(connection, source, reading)
      return partsOf(connection, planOf('parts', history, future, reading), history, checkWhole('size', size, 1))
    })
  }

  /**
   * The ids of a range, ascending.
   *
   * @param source - files, or a query
   * @param reading - what its columns are for
   * @param range - of ids, both ends included
   * @returns in the order of their UTF-8 bytes
   * @throws {GatecastError} as {@link Tables.survey}
   */
  ids(source: Source, reading: Reading, range: IdRange): Promise<string[]> {
    return this.#use(async (connection) => {
      const [history, future] = await scansOf(connection, source, reading)
      return idsOf(connection, planOf('ids', history, future, reading), range)
    })
  }

  /**
   * Reads a panel: series in the ascending order of their ids, made regular.
   *
   * @param options.ids - only these series: a range of ids or several, or a list
   * @param source - files, or a query
   * @param reading - what its columns are for
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA`, `ERR_TYPE` with file, column and line; as `panelFromColumns` for
   * what is in the rows
   */
  readPanel(source: Source, reading: Reading, options: { ids?: Ids } = {}): Promise<Panel> {
    return this.#use(async (connection) => {
      checkOptions('readPanel', options, ['ids'])
      const [history, future] = await scansOf(connection, source, reading)
      return readPlanned(connection, planOf('readPanel', history, future, reading), options.ids)
    })
  }

  /**
   * Writes the rows of each range of ids into a Parquet file of its own, in one pass: for sources whose series lie
   * all over it, such as a file per day.
   *
   * @param folder - is made if it is not there
   * @param source - files, or a query
   * @param reading - what its columns are for
   * @param ranges - of ids, which do not overlap
   * @returns a source for each range, to be read with `repartitioned(reading)`: it is long and has its future in it
   * @throws {GatecastError} as {@link Tables.survey}
   */
  repartition(source: Source, reading: Reading, ranges: readonly IdRange[], folder: string): Promise<Source[]> {
    return this.#use(async (connection) => {
      const [history, future] = await scansOf(connection, source, reading)
      return repartitionRows(connection, planOf('repartition', history, future, reading), ranges, folder)
    })
  }

  /** Ends DuckDB and removes its temporary files. Further calls fail with `ERR_DISPOSED`. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#instance.closeSync()
    if (this.#ownsTemporary) await rm(this.#temporary, { recursive: true, force: true })
  }

  /** As {@link Tables.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /** A connection for each call: a second query on one would end the first's result. */
  async #use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#closed) throw new GatecastError('ERR_DISPOSED', 'Expected open tables, got closed ones')
    const connection = await this.#instance.connect()
    try {
      // Parts of one file are read again and again; a file that has changed is read anew.
      await connection.run('set parquet_metadata_cache = true')
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  }
}

async function scansOf(connection: Connection, source: Source, reading: Reading) {
  const history = await scanOf(connection, source)
  return [history, reading?.future && (await scanOf(connection, reading.future))] as const
}
