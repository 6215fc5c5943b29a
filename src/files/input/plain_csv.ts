import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { leavesQuoteOpen, linesOf } from './csv_text.ts'

/** How the lines of a CSV file are read. */
export interface CsvLines {
  readonly delimiter: string
  /** The first character of lines that are left out. */
  readonly comment?: string | undefined
}

/**
 * Writes a copy of a CSV file that DuckDB can read: in UTF-8, with every line ended by \n, and without the text of
 * comments. Lines keep their numbers.
 */
export async function writePlainCsv(file: string, copy: string, { delimiter, comment }: CsvLines): Promise<void> {
  async function* plainText() {
    let isOpen = false
    for await (const lines of linesOf(file)) {
      let text = ''
      for (const [line, end] of lines) {
        const isComment = !isOpen && comment !== undefined && line.trimStart().startsWith(comment)
        if (!isComment) {
          isOpen = leavesQuoteOpen(line, isOpen, delimiter)
          text += line
        }
        text += isOpen || end === '' ? end : '\n'
      }
      yield text
    }
  }
  await pipeline(Readable.from(plainText()), createWriteStream(copy))
}
