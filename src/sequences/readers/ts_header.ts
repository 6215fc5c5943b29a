import { GatecastError } from '../../base/error.ts'

/** The lines of a `.ts` file before `@data`, as far as they say how to read the data. */
export interface TsHeader {
  /** Names of the classes; `null` if the file has none. */
  readonly classes: readonly string[] | null
  /** Whether the last part of each line is the number that a regressor learns. */
  readonly hasTarget: boolean
  /** Number of channels; `null` if the header does not say it. */
  readonly channels: number | null
  /** Number of steps; `null` if the header does not say it, or if the lengths differ. */
  readonly steps: number | null
  /** Whether the header says that all sequences have the same length. */
  readonly isEqual: boolean
}

/** @param line - the number of the line, from 0 */
type Fail = (line: number, message: string) => never

const flags: Readonly<Record<string, boolean>> = { true: true, false: false }

/**
 * Reads the header.
 *
 * @returns the header, and the number of the first line of data, from 0
 * @throws {GatecastError} `ERR_FILE` naming the line
 */
export function readTsHeader(lines: readonly string[], path: string): { header: TsHeader; first: number } {
  const fail: Fail = (line, message) => {
    throw new GatecastError('ERR_FILE', `"${path}", line ${line + 1}: ${message}`)
  }
  const found: { -readonly [K in keyof TsHeader]: TsHeader[K] } = {
    ...{ classes: null, hasTarget: false, channels: null, steps: null, isEqual: false },
  }
  let mayDiffer = false
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim()
    if (line === '' || isComment(line)) continue
    if (!line.startsWith('@')) fail(i, `Expected a line that begins with #, % or @ before @data, got ${start(line)}`)
    const [name, ...words] = line.slice(1).split(/\s+/)
    const flagOf = () => flags[words[0]?.toLowerCase()] ?? fail(i, `Expected true or false after @${name}`)
    const sizeOf = () =>
      /^[1-9]\d*$/.test(words[0] ?? '') ? Number(words[0]) : fail(i, `Expected a whole number after @${name}`)
    const read: Record<string, () => void> = {
      timestamps: () => {
        if (flagOf()) fail(i, 'Expected values without time stamps, got @timeStamps true. Write the values alone')
      },
      univariate: () => {
        if (flagOf()) found.channels = 1
      },
      dimensions: () => {
        found.channels = sizeOf()
      },
      equallength: () => {
        found.isEqual = flagOf()
        mayDiffer = !found.isEqual
      },
      serieslength: () => {
        found.steps = sizeOf()
      },
      classlabel: () => {
        found.classes = flagOf() ? words.slice(1) : null
      },
      targetlabel: () => {
        found.hasTarget = flagOf()
      },
    }
    read[name.toLowerCase()]?.()
    if (name.toLowerCase() !== 'data') continue
    if (found.classes && found.hasTarget) fail(i, 'Expected either @classLabel true or @targetLabel true, got both')
    return { header: mayDiffer ? { ...found, steps: null } : found, first: i + 1 }
  }
  throw new GatecastError('ERR_FILE', `Expected a line "@data" in "${path}", got none in ${lines.length} lines`)
}

/** The archives' own files mark comments by `#`; files for tests of other libraries by `%`. */
export const isComment = (line: string): boolean => line.startsWith('#') || line.startsWith('%')

export const start = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
