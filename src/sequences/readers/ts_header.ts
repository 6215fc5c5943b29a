import { GatecastError } from '../../base/error.ts'
import type { TsLine } from './ts_lines.ts'

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

/** @param line - the number of the line */
type Fail = (line: number, message: string) => never

const flags: Readonly<Record<string, boolean>> = { true: true, false: false }

/**
 * Reads the header.
 *
 * @param lines - the lines of the file; those of the data are left in it
 * @throws {GatecastError} `ERR_FILE` naming the line
 */
export function readTsHeader(lines: Iterator<TsLine>, path: string): TsHeader {
  const fail: Fail = (line, message) => {
    throw new GatecastError('ERR_FILE', `"${path}", line ${line}: ${message}`)
  }
  const found: { -readonly [K in keyof TsHeader]: TsHeader[K] } = {
    ...{ classes: null, hasTarget: false, channels: null, steps: null, isEqual: false },
  }
  let mayDiffer = false
  for (let next = lines.next(); !next.done; next = lines.next()) {
    const { text: line, number } = next.value
    if (!line.startsWith('@'))
      fail(number, `Expected a line that begins with #, % or @ before @data, got ${start(line)}`)
    const [name, ...words] = line.slice(1).split(/\s+/)
    const flagOf = () => flags[words[0]?.toLowerCase()] ?? fail(number, `Expected true or false after @${name}`)
    const sizeOf = () =>
      /^[1-9]\d*$/.test(words[0] ?? '') ? Number(words[0]) : fail(number, `Expected a whole number after @${name}`)
    const read: Record<string, () => void> = {
      timestamps: () => {
        if (flagOf()) fail(number, 'Expected values without time stamps, got @timeStamps true. Write the values alone')
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
    if (Object.hasOwn(read, name.toLowerCase())) read[name.toLowerCase()]()
    if (name.toLowerCase() !== 'data') continue
    if (found.classes && found.hasTarget)
      fail(number, 'Expected either @classLabel true or @targetLabel true, got both')
    return mayDiffer ? { ...found, steps: null } : found
  }
  throw new GatecastError('ERR_FILE', `Expected a line "@data" in "${path}", got none`)
}

export const start = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
