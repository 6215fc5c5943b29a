import { rm } from 'node:fs/promises'
import { type SignalOption, signalOf } from '../base/abort.ts'
import { checkOptions, checkWhole } from '../base/check.ts'
import { defined } from '../base/defined.ts'
import { checkNotation, notationNames } from '../series/notation/notation.ts'
import type { Panel } from '../series/panel/panel.ts'
import type { Connection, Instance } from './duckdb/connection.ts'
import { type FirstRows, firstRows } from './evidence/first_rows.ts'
import { type SourceEvidence, sourceEvidence, type UseScan } from './evidence/source_evidence.ts'
import { Inputs } from './input/inputs.ts'
import { type Plan, planQuery } from './plan/plan_query.ts'
import { scanBoth, scanSource } from './plan/scan_source.ts'
import { cutIntoParts, readIds, type SourceParts } from './read/cut_parts.ts'
import { type ColumnProfile, commonColumns, profileSource } from './read/profile.ts'
import { type ReadPanelOptions, readPlanned } from './read/read_panel.ts'
import { type Survey, surveySource } from './read/survey.ts'
import type { IdRange, Reading } from './reading.ts'
import { Sessions } from './session.ts'
import type { Source, SourceColumn } from './source.ts'
import { openInstance, type TablesOptions, type ZonedNotation } from './tables_options.ts'
import { repartitionRows } from './write/repartition.ts'

/**
 * Reads tables in files through an embedded DuckDB: CSV, Parquet, JSON, DuckDB files, and queries. In a worker thread, stop
 * its calls by a signal and close it before you end the thread: DuckDB ends the process otherwise.
 *
 * @example
 * const tables = await Tables.open()
 * const panel = await tables.readPanel({ path: 'sales.csv' }, { series: 'store', time: 'date', target: 'sales' })
 * await tables.close()
 */
export class Tables {
  readonly #sessions: Sessions
  readonly #temporary: string
  readonly #ownsTemporary: boolean
  readonly #inputs: Inputs
  readonly #ownsInputs: boolean
  readonly #signal: AbortSignal | undefined

  private constructor(instance: Instance, temporary: string, { temporary: given, inputs, signal }: TablesOptions) {
    this.#temporary = temporary
    this.#ownsTemporary = given === undefined
    this.#inputs = inputs ?? new Inputs()
    this.#sessions = new Sessions(instance, this.#inputs)
    this.#ownsInputs = inputs === undefined
    this.#signal = signal
  }

  /**
   * Starts an embedded DuckDB. Call {@link Tables.close} when you are done, or declare the tables with `await using`.
   *
   * @param options - resources of DuckDB
   * @throws {GatecastError} `ERR_DEPENDENCY` without `@duckdb/node-api`, `ERR_RANGE` for an option out of range
   */
  static async open(options: TablesOptions = {}): Promise<Tables> {
    const { instance, temporary } = await openInstance(options)
    return new Tables(instance, temporary, options)
  }

  /**
   * The columns of a source and their types.
   *
   * @param source - files, or a query
   * @param call - `signal` stops the call
   * @returns the columns that all files have
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  columns(source: Source, call?: SignalOption): Promise<SourceColumn[]> {
    return this.#use(undefined, ['columns', call], async (connection) =>
      commonColumns(await scanSource(connection, source, this.#inputs)),
    )
  }

  /**
   * The first rows of a source.
   *
   * @param source - files, or a query
   * @param rows - the number of rows
   * @param call - `signal` stops the call
   * @returns the columns, each with its first values as texts, `null` where missing
   * @throws {GatecastError} `ERR_FILE` if it cannot be read
   */
  head(source: Source, rows: number, call?: SignalOption): Promise<FirstRows> {
    return this.#use(undefined, ['head', call], async (connection) =>
      firstRows(connection, await scanSource(connection, source, this.#inputs), checkWhole('rows', rows, 1)),
    )
  }

  /**
   * The source as other processes can read it: with copies in the place of pipes, and of files that need them.
   *
   * @internal
   */
  plainSource(source: Source): Promise<Source> {
    const scan = (on: Connection) => scanSource(on, source, this.#inputs)
    return this.#use(undefined, [], async (on) => this.#inputs.plainSource(source, (await scan(on)).files))
  }

  /**
   * The contents of the columns of a source: how many cells are numbers, how many are missing, and the first cells that are
   * neither, with their lines. All rows are read once.
   *
   * @param source - files, or a query
   * @param notation - how numbers and missing values are written, and the time zone in which a query is run
   * @param call - `signal` stops the call
   * @returns the columns that all files have, each with its counts
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` for a source without rows, `ERR_RANGE` for an unknown option
   */
  profile(source: Source, notation: ZonedNotation = {}, call?: SignalOption): Promise<ColumnProfile[]> {
    return this.#use(notation?.timeZone, ['profile', call], async (connection) => {
      checkOptions('profile', notation, [...notationNames, 'timeZone'])
      const checked = checkNotation(notation)
      return profileSource(connection, await scanSource(connection, source, this.#inputs, checked), checked)
    })
  }

  /**
   * Evidence in the cells of a source for the roles of its columns.
   *
   * @param notation - how numbers and missing values are written
   * @internal
   */
  evidence(source: Source, notation: ZonedNotation = {}): Promise<SourceEvidence> {
    const own = checkNotation(notation)
    const use: UseScan = (work) =>
      this.#use(notation.timeZone, [], async (on) => work(on, await scanSource(on, source, this.#inputs, own)))
    return sourceEvidence(use, own)
  }

  /**
   * The ids, numbers of rows and digests of the series in a source. All rows are read once.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param call - `signal` stops the call
   * @throws {GatecastError} `ERR_FILE`, `ERR_DATA` with file, column and line
   */
  survey(source: Source, reading: Reading, call?: SignalOption): Promise<Survey> {
    return this.#use(reading?.timeZone, ['survey', call], async (connection, signal) => {
      const [history, future] = await scanBoth(connection, source, reading, this.#inputs)
      return surveySource(connection, planQuery('survey', history, future, reading), history, signal)
    })
  }

  /**
   * Cuts a source into parts of whole series, in the ascending order of their ids. All rows are read once. The memory
   * that JavaScript needs does not grow with the number of series.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param size - number of series in a part
   * @param call - `signal` stops the call
   * @throws {GatecastError} as {@link Tables.survey}
   */
  parts(source: Source, reading: Reading, size: number, call?: SignalOption): Promise<SourceParts> {
    return this.#use(reading?.timeZone, ['parts', call], async (connection, signal) => {
      const scans = await scanBoth(connection, source, reading, this.#inputs)
      const plan = planQuery('parts', ...scans, reading)
      return cutIntoParts(connection, plan, scans, checkWhole('size', size, 1), signal)
    })
  }

  /**
   * The ids in a range.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param range - the first and the last id, both included
   * @param call - `signal` stops the call
   * @returns the ids, ascending in the order of their UTF-8 bytes
   * @throws {GatecastError} as {@link Tables.survey}
   */
  ids(source: Source, reading: Reading, range: IdRange, call?: SignalOption): Promise<string[]> {
    return this.#use(reading?.timeZone, ['ids', call], async (connection, signal) => {
      return readIds(connection, await this.#plan('ids', connection, source, reading), range, signal)
    })
  }

  /**
   * Reads a panel. Its series are in the ascending order of their ids, and regular.
   *
   * @param source - files, or a query
   * @param reading - the roles of its columns
   * @param options - `ids`: the series to read, a range of ids, several ranges, or a list of ids; default all.
   * `onLeftOut`: called with the rows of the future table that are left out, as they are not after the history. `signal`
   * stops the call
   * @throws {GatecastError} `ERR_FILE`, or an error of `panelFromColumns` with file, column and line
   */
  readPanel(source: Source, reading: Reading, options: ReadPanelOptions = {}): Promise<Panel> {
    const { signal } = options ?? {}
    return this.#use(reading?.timeZone, ['readPanel', defined({ signal })], async (connection, on) => {
      checkOptions('readPanel', options, ['ids', 'onLeftOut', 'signal'])
      const own = { ...options, ...defined({ signal: on }) }
      return readPlanned(connection, await this.#plan('readPanel', connection, source, reading), own)
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
   * @param call - `signal` stops the call
   * @returns one source for each range. Read it with `repartitioned(reading)`, as it is long and holds its future rows
   * @throws {GatecastError} as {@link Tables.survey}
   */
  repartition(
    source: Source,
    reading: Reading,
    ranges: readonly IdRange[],
    folder: string,
    call?: SignalOption,
  ): Promise<Source[]> {
    return this.#use(reading?.timeZone, ['repartition', call], async (connection) => {
      return repartitionRows(connection, await this.#plan('repartition', connection, source, reading), ranges, folder)
    })
  }

  /** Waits for running calls, closes DuckDB, and removes its temporary files. Later calls throw `ERR_DISPOSED`. */
  async close(): Promise<void> {
    if (!(await this.#sessions.close())) return
    if (this.#ownsInputs) await this.#inputs[Symbol.asyncDispose]()
    if (this.#ownsTemporary) await rm(this.#temporary, { recursive: true, force: true })
  }

  /** Calls {@link Tables.close}; for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #plan(where: string, connection: Connection, source: Source, reading: Reading): Promise<Plan> {
    return planQuery(where, ...(await scanBoth(connection, source, reading, this.#inputs)), reading)
  }

  async #use<T>(
    timeZone: string | undefined,
    [where = '', call]: [where?: string, call?: SignalOption],
    work: (connection: Connection, signal: AbortSignal | undefined) => Promise<T>,
  ): Promise<T> {
    const signals = [this.#signal, signalOf(where, call)]
    const own = { timeZone: timeZone ?? 'UTC', signals, writes: where === 'repartition' }
    return this.#sessions.run(own, work)
  }
}
