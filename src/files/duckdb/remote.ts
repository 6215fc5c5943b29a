import { GatecastError } from '../../base/error.ts'
import type { Connection } from './connection.ts'

/** Which extension of DuckDB reads paths such as `s3://bucket/file`. */
const extensionOf = (path: string): string => (/^(az|azure|abfss):/i.test(path) ? 'azure' : 'httpfs')

/**
 * Loads what reads remote paths; DuckDB fetches it once into the user's folder.
 *
 * @throws {GatecastError} `ERR_DEPENDENCY` where it can be neither found nor fetched
 */
export async function loadRemote(connection: Connection, paths: readonly string[]): Promise<void> {
  for (const path of paths.filter((one) => one.includes('://'))) {
    const extension = extensionOf(path)
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
