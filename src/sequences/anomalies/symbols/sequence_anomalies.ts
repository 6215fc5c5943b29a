import { checkList, checkNumbers, shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { number, optionsOf, unchecked } from '../../../base/options/options.ts'
import { eachPiece, inTurns, pacer, pieceRows } from '../../../base/resources/turns.ts'
import { Calibration } from '../judge/calibration.ts'
import { fewestRows } from '../judge/judge.ts'
import { rates } from '../options.ts'

/** A model of sequences of symbols: it tells how probable a sequence is, and each symbol after those before it. */
export interface SymbolModel<Sequence, Symbol> {
  /**
   * The natural logarithms of the probability of a sequence and of each of its symbols.
   *
   * @param sequence - a sequence as the model takes it
   * @returns the logarithm for the whole sequence, and one for each symbol
   */
  logProbability(sequence: Sequence): Promise<{ readonly total: number; readonly steps: ArrayLike<number> }>
  /**
   * Begins a new sequence.
   *
   * @returns an object that takes one symbol at a time
   */
  stream(): {
    push(symbol: Symbol): { readonly logProbability: number } | Promise<{ readonly logProbability: number }>
  }
}

/** Options of {@link sequenceAnomalies}. */
export interface SequenceAnomalyOptions {
  /** Share of normal symbols, and of normal sequences, that may be called anomalies, from 0.000001 to 0.5; default 0.01. */
  falseAlarms?: number
}

/** How surprising a symbol or a sequence is. */
export interface Surprise {
  /** Minus the logarithm to base 10 of the p-value. */
  score: number
  /** Share of normal ones that are as surprising; 0 if it is too small for a number. */
  pValue: number
  /** Whether it is an anomaly. */
  anomaly: boolean
}

/** The judgement of a sequence. */
export interface SequenceDetection {
  /** The sequence as a whole, by its mean surprise; `null` if fewer than 20 sequences were calibrated on. */
  whole: Surprise | null
  /** Each symbol, and the end of the sequence if the model knows one. */
  steps: Surprise[]
}

/** The least difference of surprises that counts, in natural logarithms. */
const unit = 0.05

/** Finds symbols and sequences that a model did not expect. {@link sequenceAnomalies} makes one. */
export class SequenceAnomalyDetector<Sequence, Symbol> {
  /** The score from which a symbol or a sequence is an anomaly. */
  readonly threshold: number
  readonly #model: SymbolModel<Sequence, Symbol>
  #steps: Calibration | undefined
  #wholes: Calibration | undefined

  /** @internal */
  constructor(model: SymbolModel<Sequence, Symbol>, { falseAlarms = 0.01 }: SequenceAnomalyOptions) {
    this.#model = model
    this.threshold = -Math.log10(falseAlarms)
  }

  /**
   * Learns how surprising normal sequences are.
   *
   * @param sequences - normal sequences that the model was not fitted on
   * @param options.signal - stops the call, which then rejects with an `AbortError`
   * @throws {GatecastError} `ERR_DATA` for fewer than 20 symbols in all, `ERR_NOT_FINITE` for a symbol of probability 0 or
   * a model that gives NaN; `ERR_TYPE`, `ABORT_ERR`; those of the model
   */
  async calibrate(sequences: readonly Sequence[], options: { signal?: AbortSignal } = {}): Promise<void> {
    optionsOf('calibrate', options, { signal: unchecked })
    const pace = pacer(options.signal)
    const steps: number[] = []
    const wholes: number[] = []
    for (const sequence of checkList('sequences', sequences)) {
      const found = await this.#probability(sequence)
      for (let i = 0; i < found.steps.length; i++) {
        steps.push(-found.steps[i])
        if (i % pieceRows === 0) await pace()
      }
      if (found.steps.length > 0) wholes.push(-found.total / found.steps.length)
      await pace()
    }
    if (steps.includes(Number.POSITIVE_INFINITY))
      throw new GatecastError(
        'ERR_NOT_FINITE',
        'Expected normal sequences whose symbols are all possible, got one of probability 0: beside it no symbol would ' +
          'surprise. Smooth the model, or leave the sequence out',
      )
    if (steps.length < fewestRows)
      throw new GatecastError(
        'ERR_DATA',
        `Expected sequences with ${fewestRows} symbols or more to calibrate on, got ${steps.length} in ` +
          `${sequences.length}. Give more normal sequences`,
      )
    this.#steps = Calibration.of(steps, unit, 1)
    this.#wholes = wholes.length < fewestRows ? undefined : Calibration.of(wholes, unit, 1)
  }

  /**
   * Judges a sequence and each of its symbols.
   *
   * @param sequence - a sequence as the model takes it
   * @throws {GatecastError} `ERR_DATA` before `calibrate`, `ERR_NOT_FINITE` for a model that gives NaN; those of the model
   */
  async detect(sequence: Sequence): Promise<SequenceDetection> {
    const own = this.#known()
    const { total, steps } = await this.#probability(sequence)
    const surprises: Surprise[] = []
    const judge = eachPiece(steps.length, (from, to) => {
      for (let i = from; i < to; i++) surprises.push(this.#surprise(own, steps[i]))
    })
    await inTurns(judge, undefined)
    const whole = this.#wholes && steps.length ? this.#surprise(this.#wholes, total / steps.length) : null
    return { whole, steps: surprises }
  }

  /**
   * Begins a new sequence, whose symbols come one at a time.
   *
   * @returns an object that judges each symbol as `detect` does
   * @throws {GatecastError} `ERR_DATA` before `calibrate`
   */
  stream(): { push(symbol: Symbol): Promise<Surprise> } {
    const own = this.#known()
    const stream = this.#model.stream()
    return {
      push: async (symbol) => {
        const found = (await stream.push(symbol)) as { logProbability?: unknown } | undefined
        return this.#surprise(own, checkLog('the logProbability of a pushed symbol', found?.logProbability))
      },
    }
  }

  async #probability(sequence: Sequence): Promise<{ total: number; steps: ArrayLike<number> }> {
    const { total, steps } = ((await this.#model.logProbability(sequence)) ?? {}) as {
      total?: unknown
      steps?: unknown
    }
    const list = checkNumbers('steps of logProbability', steps)
    // A name for each of a million steps would take longer than the check.
    for (let i = 0; i < list.length; i++)
      if (!(list[i] < Number.POSITIVE_INFINITY)) checkLog(`step ${i} of logProbability`, list[i])
    return { total: checkLog('total of logProbability', total), steps: list }
  }

  #known(): Calibration {
    if (this.#steps) return this.#steps
    throw new GatecastError(
      'ERR_DATA',
      'Expected a calibrated detector, got a new one. Call calibrate(sequences) first',
    )
  }

  #surprise(calibration: Calibration, logProbability: number): Surprise {
    const logP = calibration.logP(-logProbability)
    return { score: 0 - logP, pValue: 10 ** logP, anomaly: logP <= 1e-12 - this.threshold }
  }
}

/** The logarithm of a probability, `-Infinity` for 0. A density above 1 has a positive one. */
function checkLog(name: string, value: unknown): number {
  if (typeof value === 'number' && value < Number.POSITIVE_INFINITY) return value
  throw new GatecastError(
    typeof value === 'number' ? 'ERR_NOT_FINITE' : 'ERR_TYPE',
    `Expected ${name} to be the logarithm of a probability, got ${shown(value)}. Mend the model that was given to ` +
      'sequenceAnomalies',
  )
}

/**
 * Makes a detector of surprising symbols and sequences, for example of events in a log, from a model of normal
 * sequences. How improbable normal symbols are is learned from sequences that the model was not fitted on (split
 * conformal prediction), so about the share `falseAlarms` of normal symbols is called an anomaly.
 *
 * @param model - a fitted model of sequences; any object with `logProbability(sequence)` and `stream()`
 * @returns a detector that is not calibrated yet; call `calibrate`, then `detect` or `stream`
 * @throws {GatecastError} `ERR_TYPE` for an object without these methods; `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Vovk, Gammerman, Shafer 2005
 * @example
 * const detector = sequenceAnomalies(letters, { falseAlarms: 0.01 })
 * await detector.calibrate(['abababababababababab', 'babababa'])
 * const { steps } = await detector.detect('ababbbab')
 * steps.findIndex(({ anomaly }) => anomaly) // 4
 */
export function sequenceAnomalies<Sequence, Symbol>(
  model: SymbolModel<Sequence, Symbol>,
  options: SequenceAnomalyOptions = {},
): SequenceAnomalyDetector<Sequence, Symbol> {
  const { logProbability, stream } = (model ?? {}) as Partial<SymbolModel<Sequence, Symbol>>
  if (typeof logProbability !== 'function' || typeof stream !== 'function')
    throw new GatecastError(
      'ERR_TYPE',
      `Expected a model with logProbability(sequence) and stream(), for example a fitted sequenceModel, got ${shown(model)}`,
    )
  return new SequenceAnomalyDetector(model, optionsOf('sequenceAnomalies', options, { falseAlarms: number(...rates) }))
}
