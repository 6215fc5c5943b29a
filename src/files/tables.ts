import { rm } from 'node:fs/promises'
import { checkOptions, checkWhole } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { makeFolder, temporaryFolder } from '../base/folders.ts'
import { checkNotation, type Notation, notationNames } from '../series/notation/notation.ts'
import type { Panel } from '../series/panel/panel.ts'
import { type Connection, type Instance, openDuckdb, queryRows } from './duckdb/connection.ts'
import { fileError } from './duckdb/file_error.ts'
import { identifier } from './duckdb/sql.ts'
import { type SourceEvidence, sourceEvidence, type UseScan } from './evidence/source_evidence.ts'
import { Inputs } from './input/inputs.ts'
import { planQuery } from './plan/plan_query.ts'
import { scanBoth, scanSource } from './plan/scan_source.ts'
import { cutIntoParts, readIds, type SourceParts } from './read/cut_parts.ts'
import { type ColumnProfile, commonColumns, profileSource } from './read/profile.ts'
import { type ReadPanelOptions, readPlanned } from './read/read_panel.ts'
import { type Survey, surveySource } from './read/survey.ts'
import type { IdRange, Reading } from './reading.ts'
import { withSession } from './session.ts'
import type { Source, SourceColumn } from './source.ts'
import { checkResources, type TablesOptions } from './tables_options.ts'
import { repartitionRows } from './write/repartition.ts'

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
  readonly #inputs: Inputs
  readonly #ownsInputs: boolean
  readonly #running = new Set<Promise<unknown>>()
  #closed = false

  private constructor(instance: Instance, temporary: string, { temporary: given, inputs }: TablesOptions) {
    this.#instance = instance
    this.#temporary = temporary
    this.#ownsTemporary = given === undefined
    this.#inputs = inputs ?? new Inputs()
    this.#ownsInputs = inputs === undefined
  }

  /**
   * Starts an embedded DuckDB. Call {@link Tables.close} when you are done, or declare the tables with `await using`.
   *
   * @param options - resources of DuckDB
   * @throws {GatecastError} `ERR_DEPENDENCY` without `@duckdb/node-api`, `ERR_RANGE` for an option out of range
   */
  static async open(options: TablesOptions = {}): Promise<Tables> {
    const { threads, memory } = checkResources(options)
    const temporary = options.temporary ?? (await temporaryFolder())
    if (options.temporary !== undefined) await makeFolder(temporary)
    const instance = await openDuckdb({
      threads: String(threads),
      memory_limit: memory,
      temp_directory: temporary,
      // Extensions are downloaded only by loadRemote, for addresses that need one.
      autoinstall_known_extensions: 'false',
    }).catch((cause) => {
      throw fileError('open DuckDB', cause)
    })
    return new Tables(instance, temporary, options)
  }

  /**
   * The columns of a source and their types.
   *
   * @param source - files, or a query
   * @returns the columns that all files have
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  columns(source: Source): Promise<SourceColumn[]> {
    return this.#use(async (connection) => commonColumns(await scanSource(connection, source, this.#inputs)))
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
      const [{ from, columns, label }] = (await scanSource(connection, source, this.#inputs)).relations
      const texts = columns.map(({ name }) => `${identifier(name)}::varchar as ${identifier(name)}`)
      const sql = `select ${texts.join(', ')} from ${from} limit ${checkWhole('rows', rows, 1)}`
      const found = await queryRows(connection, sql).catch((cause) => {
        throw fileError(`read ${label}`, cause)
      })
      return columns.map((column) => ({ ...column, values: found.map((row) => row[column.name] as string | null) }))
    })
  }

  /**
   * The source as other processes can read it: with copies in the place of pipes, and of files that need them.
   *
   * @internal
   */
  plainSource(source: Source): Promise<Source> {
    return this.#use(async (connection) => {
      const { files } = await scanSource(connection, source, this.#inputs)
      return this.#inputs.plainSource(source, files)
    })
  }

  /**
   * The contents of the columns of a source: how many cells are numbers, how many are missing, and the first cells that are
   * neither, with their lines. All rows are read once.
   *
   * @param source - files, or a query
   * @param notation - how numbers and missing values are written, and the time zone in which a query is run
   * @returns the columns that all files have, each with its counts
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` for a source without rows, `ERR_RANGE` for an unknown option
   */
  profile(source: Source, notation: Notation & { timeZone?: string } = {}): Promise<ColumnProfile[]> {
    return this.#use(async (connection) => {
      checkOptions('profile', notation, [...notationNames, 'timeZone'])
      const checked = checkNotation(notation)
      return profileSource(connection, await scanSource(connection, source, this.#inputs, checked), checked)
    }, notation.timeZone)
  }

  /**
   * Evidence in the cells of a source for the roles of its columns.
   *
   * @param notation - how numbers and missing values are written
   * @internal
   */
  evidence(source: Source, notation: Notation & { timeZone?: string } = {}): Promise<SourceEvidence> {
    const own = checkNotation(notation)
    const use: UseScan = (work) => {
      const onScan = async (on: Connection) => work(on, await scanSource(on, source, this.#inputs, own))
      return this.#use(onScan, notation.timeZone)
    }
    return sourceEvidence(use, own)
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
      const [history, future] = await scanBoth(connection, source, reading, this.#inputs)
      return surveySource(connection, planQuery('survey', history, future, reading), history)
    }, reading?.timeZone)
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
      const scans = await scanBoth(connection, source, reading, this.#inputs)
      return cutIntoParts(connection, planQuery('parts', ...scans, reading), scans, checkWhole('size', size, 1))
    }, reading?.timeZone)
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
      const [history, future] = await scanBoth(connection, source, reading, this.#inputs)
      return readIds(connection, planQuery('ids', history, future, reading), range)
    }, reading?.timeZone)
  }

  /**
   * Reads a panel. Its series are in the ascending order of their ids, and regular.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param options - `ids`: the series to read, a range of ids, several ranges, or a list of ids; default all.
   * `onLeftOut`: called with the rows of the future table that are left out, as they are not after the history
   * @throws {GatecastError} `ERR_FILE`, or an error of `panelFromColumns` with file, column and line
   */
  readPanel(source: Source, reading: Reading, options: ReadPanelOptions = {}): Promise<Panel> {
    return this.#use(async (connection) => {
      checkOptions('readPanel', options, ['ids', 'onLeftOut'])
      const [history, future] = await scanBoth(connection, source, reading, this.#inputs)
      return readPlanned(connection, planQuery('readPanel', history, future, reading), options)
    }, reading?.timeZone)
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
      const [history, future] = await scanBoth(connection, source, reading, this.#inputs)
      return repartitionRows(connection, planQuery('repartition', history, future, reading), ranges, folder)
    }, reading?.timeZone)
  }

  /** Waits for running calls, closes DuckDB, and removes its temporary files. Later calls throw `ERR_DISPOSED`. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    // Closing DuckDB under a query would crash the process.
    await Promise.allSettled(this.#running)
    this.#instance.closeSync()
    if (this.#ownsInputs) await this.#inputs[Symbol.asyncDispose]()
    if (this.#ownsTemporary) await rm(this.#temporary, { recursive: true, force: true })
  }

  /** Calls {@link Tables.close}; for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #use<T>(work: (connection: Connection) => Promise<T>, timeZone = 'UTC'): Promise<T> {
    if (this.#closed) throw new GatecastError('ERR_DISPOSED', 'Expected open tables, got closed ones')
    const running = withSession(this.#instance, this.#inputs, timeZone, work)
    this.#running.add(running)
    return running.finally(() => this.#running.delete(running))
  }
}
