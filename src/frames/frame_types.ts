// The members of other packages' frames that gatecast uses. The types need none of these packages.

/** A DataFrame of danfojs or danfojs-node, with the members that gatecast uses. */
export interface DataFrame {
  /** Names of the columns. */
  readonly columns: string[]
  /** Number of rows, and number of columns. */
  readonly shape: number[]
  /** One array for each row. */
  readonly values: unknown
  /** Prints the first rows to the console. */
  print(): void
}

/** A table of `apache-arrow`, with the members that gatecast uses. */
export interface ArrowTable {
  /** Names and types of the columns. */
  readonly schema: { readonly fields: readonly { readonly name: string }[] }
  /** Number of rows. */
  readonly numRows: number
  /**
   * Gives a column.
   *
   * @param index - index of the column
   * @returns the column, in the memory layout of Arrow
   */
  getChildAt(index: number): unknown
}

/** A DataFrame of `nodejs-polars`, with the members that gatecast uses. */
export interface PolarsFrame {
  /**
   * Gives the columns.
   *
   * @returns all columns, in their order
   */
  getColumns(): readonly { readonly name: string }[]
  /**
   * Makes a query on the frame.
   *
   * @returns the query, which runs when it is collected
   */
  lazy(): unknown
}

/** A table of `arquero`, with the members that gatecast uses. */
export interface ArqueroTable {
  /**
   * Gives the names of the columns.
   *
   * @returns the names, in their order
   */
  columnNames(): string[]
  /**
   * Counts the rows.
   *
   * @returns the number of rows, without those that a filter removes
   */
  numRows(): number
  /**
   * Gives a column.
   *
   * @param name - name of the column
   * @returns the column with all rows, without order
   */
  column(name: string): unknown
  /**
   * Gives the rows that a filter leaves.
   *
   * @returns their indices, in the order of the table
   */
  indices(): ArrayLike<number>
  /**
   * Tells whether a filter removes rows.
   *
   * @returns true if it does
   */
  isFiltered(): boolean
  /**
   * Tells whether the rows have an order of their own.
   *
   * @returns true if they have
   */
  isOrdered(): boolean
}

/** A frame of danfojs, danfojs-node, apache-arrow, nodejs-polars or arquero. */
export type Frame = DataFrame | ArrowTable | PolarsFrame | ArqueroTable

/** The imported `danfojs` or `danfojs-node`, with the member that gatecast uses. */
export interface Danfo {
  // The two packages declare different parameters; `never[]` fits both.
  /** The class of DataFrames. */
  DataFrame: new (
    ...parameters: never[]
  ) => unknown
}

/** The imported `apache-arrow`, with the members that gatecast uses. */
export interface ArrowLibrary {
  /** The class of tables. */
  Table: new (
    ...parameters: never[]
  ) => unknown
  /** Makes memory of a column. */
  makeData: unknown
  /** Makes a column of memory. */
  makeVector: unknown
  /** Makes a column of values. */
  vectorFromArray: unknown
}

/** The imported `nodejs-polars` (its `default` or `pl`), with the members that gatecast uses. */
export interface PolarsLibrary {
  /** Makes frames. */
  DataFrame: (...parameters: never[]) => unknown
  /** Makes columns. */
  Series: unknown
  /** Makes an expression of a value. */
  lit: unknown
}

/** The imported `arquero`, with the members that gatecast uses. */
export interface ArqueroLibrary {
  /** Makes tables. */
  table: (...parameters: never[]) => unknown
  /** The functions of expressions. */
  op: unknown
}

/** An imported package whose frames gatecast makes. */
export type FrameLibrary = Danfo | ArrowLibrary | PolarsLibrary | ArqueroLibrary

/** The frame that a package makes. */
export type FrameOf<Library extends FrameLibrary> = Library extends {
  Table: new (...parameters: never[]) => infer Made
  vectorFromArray: unknown
}
  ? Made
  : Library extends { table: (...parameters: never[]) => infer Made; op: unknown }
    ? Made
    : Library extends { DataFrame: (...parameters: never[]) => infer Made; lit: unknown }
      ? Made
      : DataFrame
