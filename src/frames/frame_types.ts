// What gatecast uses of the frames of other packages. The types need none of these packages.

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
  /** The column at an index. */
  getChildAt(index: number): unknown
}

/** A DataFrame of `nodejs-polars`, with the members that gatecast uses. */
export interface PolarsFrame {
  /** The columns. */
  getColumns(): readonly { readonly name: string }[]
  /** A query on the frame, which runs when it is collected. */
  lazy(): unknown
}

/** A table of `arquero`, with the members that gatecast uses. */
export interface ArqueroTable {
  /** Names of the columns. */
  columnNames(): string[]
  /** Number of rows, without those that a filter removes. */
  numRows(): number
  /** A column with all rows, without order. */
  column(name: string): unknown
  /** The rows that a filter leaves, in the order of the table. */
  indices(): ArrayLike<number>
  /** Whether a filter removes rows. */
  isFiltered(): boolean
  /** Whether the rows have an order of their own. */
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
