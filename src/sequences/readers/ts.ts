import { GatecastError } from '../../base/error.ts'
import { checkHeap } from '../../base/resources/memory_limit.ts'
import { eachPiece, type InPieces, inTurns, pieceRows } from '../../base/resources/turns.ts'
import type { Label, SequenceSet, SequenceTensor } from '../data/sequence.ts'
import { readBytes } from './read_bytes.ts'
import { readTsHeader, start, type TsHeader } from './ts_header.ts'
import { tsLines } from './ts_lines.ts'

/**
 * Reads a `.ts` file of the UCR and UEA archives, also one that is compressed (`.ts.gz`). Lengths may differ. `?` and
 * `NaN` are missing values. Class labels stay texts, as the file has them; targets of regression become numbers.
 *
 * @param path - path of the file
 * @returns the sequences as tensors `[steps, channels]` in double precision, and their labels if the file has any
 * @throws {GatecastError} `ERR_FILE` naming the line, if the file cannot be read or differs from the format
 * @see Bagnall et al. 2018, "The UEA multivariate time series classification archive"
 * @example
 * const { sequences, labels } = await readTs('GunPoint_TRAIN.ts')
 */
export async function readTs(path: string): Promise<SequenceSet> {
  return inTurns(readSet(await readBytes(path), path), undefined)
}

function* readSet(bytes: Buffer, path: string): InPieces<SequenceSet> {
  const lines = tsLines(bytes, path)
  const header = readTsHeader(lines, path)
  const sequences: SequenceTensor[] = []
  const labels: Label[] = []
  for (const { text, number } of lines) {
    checkFields(text, `line ${number} of "${path}"`)
    try {
      const { sequence, label } = yield* readCase(text, header, sequences[0]?.shape[1])
      if (header.isEqual && sequences.length > 0) checkLength(sequence, sequences[0])
      sequences.push(sequence)
      if (label !== null) labels.push(label)
    } catch (cause) {
      throw new GatecastError('ERR_FILE', `"${path}", line ${number}: ${(cause as Error).message}`, { cause })
    }
    yield
  }
  if (sequences.length === 0)
    throw new GatecastError('ERR_FILE', `Expected sequences after @data in "${path}", got none`)
  return header.classes || header.hasTarget ? { sequences, labels } : { sequences }
}

const [comma, colon] = [...',:'].map((sign) => sign.charCodeAt(0))

/** Bytes of a field at least: a text, its place in a list, and a number. */
const fieldBytes = 100

function checkFields(text: string, where: string): void {
  // Few fields fit into a short line.
  if (text.length < 1e6) return
  let fields = 1
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === comma || code === colon) fields++
  }
  checkHeap(fieldBytes * fields, `${where} with ${fields} fields`)
}

function* readCase(
  line: string,
  { classes, hasTarget, channels, steps }: TsHeader,
  others: number | undefined,
): InPieces<{ sequence: SequenceTensor; label: Label | null }> {
  const parts = line.split(':')
  const label = classes || hasTarget ? readLabel(parts.pop()?.trim() ?? '', classes) : null
  const expected = channels ?? others ?? parts.length
  if (parts.length !== expected)
    throw new Error(
      `Expected ${expected} channels between the colons${label === null ? '' : ' and a label'}, got ${parts.length}`,
    )
  const columns: (readonly number[])[] = []
  for (const [channel, part] of parts.entries()) columns.push(yield* readChannel(part, channel))
  const [{ length }] = columns
  columns.forEach((column, channel) => {
    if (column.length === length) return
    throw new Error(`Expected ${length} values in channel ${channel}, as in channel 0, got ${column.length}`)
  })
  if (steps !== null && length !== steps)
    throw new Error(`Expected ${steps} values, as @seriesLength says, got ${length}`)
  // A float32 has no digits left for small changes at a high level.
  const data = new Float64Array(length * expected)
  for (const [channel, column] of columns.entries())
    yield* eachPiece(length, (from, to) => {
      for (let step = from; step < to; step++) data[step * expected + channel] = column[step]
    })
  return { sequence: { shape: [length, expected], data }, label }
}

function checkLength({ shape: [steps] }: SequenceTensor, { shape: [others] }: SequenceTensor): void {
  if (steps === others) return
  throw new Error(
    `Expected ${others} values in each channel, as in the first sequence, because the header has @equalLength true, got ${steps}`,
  )
}

function* readChannel(text: string, channel: number): InPieces<number[]> {
  const values: number[] = []
  for (let at = 0; at <= text.length; ) {
    const comma = text.indexOf(',', at)
    const end = comma < 0 ? text.length : comma
    values.push(readValue(text.slice(at, end).trim(), values.length, channel))
    at = end + 1
    if (values.length % pieceRows === 0) yield
  }
  return values
}

function readValue(word: string, step: number, channel: number): number {
  if (word === '?' || /^nan$/i.test(word)) return Number.NaN
  const value = word === '' ? Number.NaN : Number(word)
  if (Number.isFinite(value)) return value
  throw new Error(`Expected a number or ? at step ${step} of channel ${channel}, got ${start(word)}`)
}

function readLabel(text: string, classes: readonly string[] | null): Label {
  if (classes === null) {
    const value = text === '' ? Number.NaN : Number(text)
    if (Number.isFinite(value)) return value
    throw new Error(`Expected a number after the last colon, got ${start(text)}`)
  }
  if (text !== '' && (classes.length === 0 || classes.includes(text))) return text
  throw new Error(`Expected a class of the header (${classes.join(', ')}) after the last colon, got ${start(text)}`)
}
