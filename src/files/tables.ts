import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkOptions, checkWhole, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { Panel } from '../series/panel/panel.ts'
import { type Connection, duckdb, type Instance, queryRows } from './duckdb/connection.ts'
import { fileError } from './duckdb/file_error.ts'
import { identifier } from './duckdb/sql.ts'
import { planQuery } from './plan/plan_query.ts'
import { scanSource } from './plan/scan_source.ts'
import { cutIntoParts, readIds, type SourceParts } from './read/cut_parts.ts'
import { type ReadPanelOptions, readPlanned } from './read/read_panel.ts'
import { type Survey, surveySource } from './read/survey.ts'
import type { IdRange, Reading } from './reading.ts'
import type { Source, SourceColumn } from './source.ts'
import { repartitionRows } from './write/repartition.ts'

/** Resources of the embedded DuckDB. */
export interface TablesOptions {
  /** Number of threads of DuckDB. Default 1. */
  threads?: number
  /** Memory that DuckDB may use before it writes temporary files, for example `500MB`. Default `1GB`. */
  memory?: string
  /** The folder for temporary files. Default: a new folder in the system's folder for them, which `close` removes. */
  temporary?: string
}

/**
 * Reads tables in files through an embedded DuckDB: CSV, Parquet, JSON, DuckDB files, and queries.
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
   * Starts an embedded DuckDB. Call {@link Tables.close} when you are done, or declare the tables with `await using`.
   *
   * @param options - resources of DuckDB
   * @throws {GatecastError} `ERR_DEPENDENCY` if `@duckdb/node-api` is not installed, `ERR_RANGE` for an option out of
   * range
   */
  static async open(options: TablesOptions = {}): Promise<Tables> {
    checkOptions('Tables.open', options, ['threads', 'memory', 'temporary'])
    const threads = checkWhole('threads', options.threads ?? 1, 1)
    const memory = options.memory ?? '1GB'
    if (typeof memory !== 'string' || !/^\d+(\.\d+)?\s*[KMGT]i?B$/i.test(memory))
      throw new GatecastError('ERR_RANGE', `Expected memory as a size, for example "1GB", got ${shown(memory)}`)
    const { DuckDBInstance } = await duckdb()
    const temporary = options.temporary ?? (await mkdtemp(join(tmpdir(), 'gatecast-')))
    if (options.temporary !== undefined) await mkdir(temporary, { recursive: true })
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(threads),
      memory_limit: memory,
      temp_directory: temporary,
      // Extensions are downloaded only by loadRemote, for addresses that need one.
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
   * @returns the columns that all files have
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  columns(source: Source): Promise<SourceColumn[]> {
    return this.#use(async (connection) => {
      const { relations } = await scanSource(connection, source)
      return relations[0].columns.filter(({ name }) =>
        relations.every(({ columns }) => columns.some((column) => column.name === name)),
      )
    })
  }

  /**
   * The first rows of a source.
   *
   * @param source - files, or a query
   * @param rows - the number of rows
   * @returns the columns, each with its first values as texts, `null` where missing
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  head(source: Source, rows: number): Promise<(SourceColumn & { values: (string | null)[] })[]> {
    return this.#use(async (connection) => {
      const [{ from, columns, label }] = (await scanSource(connection, source)).relations
      const texts = columns.map(({ name }) => `${identifier(name)}::varchar as ${identifier(name)}`)
      const sql = `select ${texts.join(', ')} from ${from} limit ${checkWhole('rows', rows, 1)}`
      const found = await queryRows(connection, sql).catch((cause) => {
        throw fileError(`read ${label}`, cause)
      })
      return columns.map((column) => ({ ...column, values: found.map((row) => row[column.name] as string | null) }))
    })
  }

  /**
   * The ids, numbers of rows and digests of the series in a source. All rows are read once.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` with file, column and line
   */
  survey(source: Source, reading: Reading): Promise<Survey> {
    return this.#use(async (connection) => {
      const [history, future] = await scanBoth(connection, source, reading)
      return surveySource(connection, planQuery('survey', history, future, reading), history)
    })
  }

  /**
   * Cuts a source into parts of whole series, in the ascending order of their ids. All rows are read once. The memory
   * that JavaScript needs does not grow with the number of series.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param size - number of series in a part
   * @throws {GatecastError} as {@link Tables.survey}
   */
  parts(source: Source, reading: Reading, size: number): Promise<SourceParts> {
    return this.#use(async (connection) => {
      const [history, future] = await scanBoth(connection, source, reading)
      return cutIntoParts(
        connection,
        planQuery('parts', history, future, reading),
        history,
        checkWhole('size', size, 1),
      )
    })
  }

  /**
   * The ids in a range.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param range - the first and the last id, both included
   * @returns the ids, ascending in the order of their UTF-8 bytes
   * @throws {GatecastError} as {@link Tables.survey}
   */
  ids(source: Source, reading: Reading, range: IdRange): Promise<string[]> {
    return this.#use(async (connection) => {
      const [history, future] = await scanBoth(connection, source, reading)
      return readIds(connection, planQuery('ids', history, future, reading), range)
    })
  }

  /**
   * Reads a panel. Its series are in the ascending order of their ids, and regular.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param options - `ids`: the series to read, a range of ids, several ranges, or a list of ids; default all.
   * `onLeftOut`: called with the rows of the future table that are left out, as they are not after the history
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA`, `ERR_TYPE` with file, column and line, and the errors of
   * `panelFromColumns`
   */
  readPanel(source: Source, reading: Reading, options: ReadPanelOptions = {}): Promise<Panel> {
    return this.#use(async (connection) => {
      checkOptions('readPanel', options, ['ids', 'onLeftOut'])
      const [history, future] = await scanBoth(connection, source, reading)
      return readPlanned(connection, planQuery('readPanel', history, future, reading), options)
    })
  }

  /**
   * Writes the rows of each range of ids into Parquet files of their own. All rows are read once. Use it for a source
   * whose rows are not sorted by series, for example one file for each day.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param ranges - ranges of ids in ascending order, which do not overlap
   * @param folder - where to write; it is made if it does not exist
   * @returns one source for each range. Read it with `repartitioned(reading)`, as it is long and holds its future rows
   * @throws {GatecastError} as {@link Tables.survey}
   */
  repartition(source: Source, reading: Reading, ranges: readonly IdRange[], folder: string): Promise<Source[]> {
    return this.#use(async (connection) => {
      const [history, future] = await scanBoth(connection, source, reading)
      return repartitionRows(connection, planQuery('repartition', history, future, reading), ranges, folder)
    })
  }

  /** Closes DuckDB and removes its temporary files. Later calls throw `ERR_DISPOSED`. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#instance.closeSync()
    if (this.#ownsTemporary) await rm(this.#temporary, { recursive: true, force: true })
  }

  /** Calls {@link Tables.close}; for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * Runs a call on a connection of its own: a second query on the same connection would end the result of the first.
   */
  async #use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#closed) throw new GatecastError('ERR_DISPOSED', 'Expected open tables, got closed ones')
    const connection = await this.#instance.connect()
    try {
      // Jobs read many ranges of one file. DuckDB still notices when the file changes.
      await connection.run('set parquet_metadata_cache = true')
      return await work(connection)
    } finally {
      connection.closeSync()
    }
  }
}

async function scanBoth(connection: Connection, source: Source, reading: Reading) {
  const history = await scanSource(connection, source)
  return [history, reading?.future && (await scanSource(connection, reading.future))] as const
}
