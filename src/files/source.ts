// The table in formats/index.ts must have one entry for each name.
/** The name of a format of tables in files. */
export type FormatName = 'csv' | 'parquet' | 'json' | 'duckdb'

/** The name of a format in which tables are written. */
export type OutputFormatName = Extract<FormatName, 'csv' | 'parquet' | 'json'>

/** The source of the rows of a table: files, or a query. */
export interface Source {
  /**
   * Paths of files, globs, a folder of files, or addresses with `s3://` or `https://`. `-` and `/dev/stdin` are standard
   * input; it and named pipes are read once, into a temporary file.
   */
  path?: string | readonly string[]
  /** The format of the files. Default: the format that the extension names. */
  format?: FormatName
  /** The table or view of a DuckDB file. Default: the only one in the file. */
  table?: string
  /** CSV: number of lines before the header that are left out, for example a title. Default 0. */
  skipLines?: number
  /** CSV: the first character of lines that are left out, for example `#`. Default: no line is left out. */
  comment?: string
  /** CSV: the character between two fields. Default: `,`, `;`, a tab or `|`, as the first lines show. */
  delimiter?: string
  /** A SELECT in DuckDB's SQL. If `path` is a DuckDB file, the query can name its tables. */
  query?: string
}

/** A column of a source. */
export interface SourceColumn {
  /** The name in the source. */
  name: string
  /** DuckDB's name of the type, for example `VARCHAR`, `DOUBLE` or `TIMESTAMP`. */
  type: string
}
