import { isReadable, leavesQuoteOpen, linesOf } from './csv_text.ts'
import type { CsvLines } from './plain_csv.ts'

/**
 * The line of a CSV file on which a row begins. It counts the lines before the header, and every line of a field with
 * line ends in it.
 *
 * @param row - the number of the row, from 1
 * @param skipped - number of lines before the header
 * @returns `undefined` if the file cannot be read here
 */
export async function lineOfRow(
  file: string,
  row: number,
  skipped: number,
  { delimiter, comment }: CsvLines,
): Promise<number | undefined> {
  if (!isReadable(file)) return undefined
  let number = 0
  // The header is row 0.
  let current = -1
  let isOpen = false
  for await (const lines of linesOf(file))
    for (const [line] of lines) {
      number++
      if (number <= skipped) continue
      if (!isOpen) {
        if (line === '' || (comment !== undefined && line.trimStart().startsWith(comment))) continue
        current++
        if (current === row) return number
      }
      isOpen = leavesQuoteOpen(line, isOpen, delimiter)
    }
  return undefined
}
