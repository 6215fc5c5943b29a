/** A table of texts: the names of its columns, and rows as long. */
export interface Table {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * Reads a CSV file with a header. The separator is the one of comma, semicolon and tabulator that the header has most.
 *
 * @throws {Error} if it has no rows
 */
export function readCsv(text: string): Table {
  const header = text.slice(0, text.search(/\r?\n|$/))
  const separators = [',', ';', '\t']
  const counts = separators.map((one) => header.split(one).length)
  const separator = separators[counts.indexOf(Math.max(...counts))]
  const [names, ...rows] = lines(text.replace(/^\uFEFF/, ''), separator).filter((line) => line.some((cell) => cell))
  if (!names || rows.length === 0) throw new Error('Expected a line of names and lines of values, got less')
  return { names: names.map((name) => name.trim()), rows }
}

function lines(text: string, separator: string): string[][] {
  const found: string[][] = [[]]
  let cell = ''
  let quoted = false
  const end = () => {
    found[found.length - 1].push(cell)
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]
    if (quoted && letter === '"' && text[i + 1] === '"') cell += text[++i]
    else if (letter === '"') quoted = !quoted
    else if (quoted || (letter !== separator && letter !== '\n')) cell += letter === '\r' && !quoted ? '' : letter
    else {
      end()
      if (letter === '\n') found.push([])
    }
  }
  end()
  return found
}

/** The columns whose cells are numbers or empty. */
export const numericColumns = ({ names, rows }: Table): number[] =>
  names.flatMap((_, i) =>
    rows.every((row) => Number.isFinite(Number(row[i]))) && rows.some((row) => row[i]?.trim()) ? [i] : [],
  )

/** The first column of dates or times, `-1` if there is none. */
export const timeColumn = ({ names, rows }: Table): number =>
  names.findIndex((_, i) => rows.every((row) => /^\d{4}-\d\d(-\d\d([T ]\d\d.*)?)?$/.test(row[i]?.trim() ?? '')))
