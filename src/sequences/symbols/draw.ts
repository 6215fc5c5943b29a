import { binding } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { type Checks, number, unchecked, whole } from '../../base/options/options.ts'
import { callChecks } from './call_checks.ts'
import type { Alphabet } from './data/alphabet.ts'

/** Options of `sample`. */
export interface SampleOptions extends CallOptions {
  /** The most symbols to draw; default 100. */
  length?: number
  /**
   * Divides the log probabilities before a draw; default 1. Below 1, likely symbols become more likely; 0 always takes the
   * most likely one.
   */
  temperature?: number
  /** Draw among this number of the most likely symbols; default all. */
  topK?: number
  /** Draw among the fewest most likely symbols whose probabilities add up to at least this number; default 1, all. */
  topP?: number
  /** Seed of the draws; default 0. A draw depends on the seed and its place in the sequence. */
  seed?: number
  /** A sequence to continue; default from the start. */
  prompt?: unknown
}

export const sampleChecks: Checks<SampleOptions> = {
  length: whole(1),
  temperature: number(0),
  topK: whole(1),
  topP: number(Number.MIN_VALUE, 1),
  seed: whole(0),
  prompt: unchecked,
  ...callChecks,
}

/** Uniform numbers from 0 to below 1, one for each symbol to draw. They are made when they are needed. */
export function* uniforms(seed: number): Generator<number> {
  for (let block = 0; ; block++) yield* binding.random('uniform', seed, block, 1024)
}

/**
 * Draws the number of a symbol. The class of unknown symbols is never drawn, because it has no symbol to show, and the
 * end not before the first symbol, because a sequence has at least one.
 *
 * @param logs - log probabilities
 * @param uniform - from 0 to below 1
 */
export function drawSymbol(
  logs: Float64Array,
  uniform: number,
  { temperature = 1, topK = Number.POSITIVE_INFINITY, topP = 1 }: SampleOptions,
  alphabet: Alphabet,
  isFirst: boolean,
): number {
  const isDrawn = (id: number) => id !== alphabet.unknown && !(isFirst && id === alphabet.end)
  const order = Array.from(logs.keys())
    .filter(isDrawn)
    .sort((a, b) => logs[b] - logs[a] || a - b)
  if (temperature === 0) return order[0]
  // Relative to the most likely symbol, so that a small temperature does not make all weights 0.
  const weights = order.map((id) => Math.exp((logs[id] - logs[order[0]]) / temperature))
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  let kept = 0
  let keptWeight = 0
  while (kept < Math.min(topK, order.length) && (kept === 0 || keptWeight < topP * whole)) keptWeight += weights[kept++]
  let left = uniform * keptWeight
  for (let place = 0; place < kept; place++) {
    left -= weights[place]
    if (left < 0) return order[place]
  }
  return order[kept - 1]
}
