import { checkText } from '../../base/check.ts'
import { generateTable, type OutputFormatName, type Written } from '../../files/index.ts'
import { standardOutput } from '../../files/write/output_place.ts'
import { claimFiles, tablePlace } from '../claim/claim_table.ts'
import { toStandardOutput } from './standard_output.ts'

/** Size and content of a data set, as `generatePanel` takes them. */
type GenerateOptions = Parameters<typeof generateTable>[1]

/** A data set that was written. */
export interface GenerateReport extends Written {
  /** The file. */
  out: string
}

/**
 * Writes an artificial data set as `generateTable` does, but never over a file that gatecast has not written.
 *
 * @param out - a file, a folder, or `-` for the standard output
 * @param options - size and content of the data set
 * @param format - the format in a folder or of the standard output
 * @throws {GatecastError} `ERR_JOB` if another file is there, `ERR_BUSY`, `ERR_FILE`, `ERR_RANGE`
 * @example
 * await generateFile('artificial.csv', { series: 3, rows: 100 })
 */
export async function generateFile(
  out: string,
  options: GenerateOptions,
  format?: OutputFormatName,
): Promise<GenerateReport> {
  checkText('out', out)
  if (out === standardOutput)
    return toStandardOutput({ format, queue: undefined }, (draft) => generateFile(draft.out, options))
  const table = tablePlace(out, 'generate', 'series', format)
  await using claim = await claimFiles({ source: undefined, future: undefined, model: 'auto' }, table, [])
  const written = await generateTable(table.path, options, ({ sha256 }) => claim.add(table.path, sha256))
  await claim.finish()
  return { out: table.path, ...written }
}
