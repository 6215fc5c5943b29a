import { GatecastError } from '../../base/error.ts'
import type { Connection } from './connection.ts'

/** Returns whether a path is an address on another machine, for example `s3://bucket/file`. */
export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+]+:\/\//i.test(path) && !/^file:/i.test(path)

/** The extension of DuckDB that reads an address. */
const extensionFor = (path: string): string => (/^(az|azure|abfss):/i.test(path) ? 'azure' : 'httpfs')

/**
 * Loads the extensions of DuckDB that read some addresses. DuckDB downloads each extension once, into the user's home.
 *
 * @throws {GatecastError} `ERR_DEPENDENCY` for an extension that is not installed and cannot be downloaded
 */
export async function loadRemote(connection: Connection, paths: readonly string[]): Promise<void> {
  for (const path of paths.filter((one) => one.includes('://'))) {
    const extension = extensionFor(path)
    try {
      await connection.run(`load ${extension}`)
    } catch {
      await connection.run(`install ${extension}`).catch((cause) => {
        throw new GatecastError(
          'ERR_DEPENDENCY',
          `Expected DuckDB's extension ${extension} to read "${path}", got: ${cause.message.split('\n')[0]}. Install it on ` +
            `a machine with access to extensions.duckdb.org (INSTALL ${extension}) and copy ~/.duckdb/extensions, or copy ` +
            'the files to this machine',
          { cause },
        )
      })
      await connection.run(`load ${extension}`)
    }
  }
}
