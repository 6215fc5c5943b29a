import { quantiles } from '../../models/index.ts'
import { registerForecaster } from '../stored.ts'
import type { NetworkOptions } from './design/options.ts'
import type { NetworkKind } from './families.ts'
import { NetworkForecaster } from './network_forecaster.ts'

/**
 * A gated recurrent network. Direct form (default): an encoder reads the context and a decoder gives the distributions
 * of the whole horizon at once. With `recursive: true` it goes step by step, fed with its own draws.
 *
 * Each window is scaled by itself and its forecast scaled back (RevIN); what the network learns is to blend earlier
 * seasons and to correct that blend.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Cho et al. 2014 (the cell); Lin et al. 2023, SegRNN (direct decoding); Kim et al. 2022, RevIN
 * @example
 * const model = gru({ horizon: 48 })
 * await model.fit(panel)
 * const forecast = await model.predict(panel, { quantiles: [0.1, 0.5, 0.9] })
 */
export const gru = (options: NetworkOptions): NetworkForecaster => new NetworkForecaster('gru', options)

/**
 * As {@link gru}, of long short-term memory cells (Hochreiter and Schmidhuber 1997).
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @example
 * const model = lstm({ horizon: 48, hiddenSize: 32 })
 */
export const lstm = (options: NetworkOptions): NetworkForecaster => new NetworkForecaster('lstm', options)

/**
 * As {@link gru}, of plain tanh units (Elman 1990): quick, with a short memory.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @example
 * const model = rnn({ horizon: 7, context: 28 })
 */
export const rnn = (options: NetworkOptions): NetworkForecaster => new NetworkForecaster('rnn', options)

/**
 * DeepAR: an LSTM that goes step by step through the window and the horizon, each value drawn from the distribution
 * that the values before led to. Quantiles are those of the drawn paths (`samples` of `predict`, default 200).
 *
 * Two layers of 40 units as in the paper. Its scaling, `'mean'`, suits sales; the default also follows small changes at a
 * high level, and negative values.
 *
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Salinas, Flunkert, Gasthaus, Januschowski 2020
 * @example
 * const model = deepAr({ horizon: 28, output: negativeBinomial() })
 * await model.fit(panel)
 * const forecast = await model.predict(panel, { samples: 500, seed: 1 })
 */
export const deepAr = (options: Omit<NetworkOptions, 'recursive'>): NetworkForecaster =>
  new NetworkForecaster('deepAr', { layers: 2, hiddenSize: 40, ...options, recursive: true })

/**
 * MQ-RNN: an LSTM encoder, and small networks that give the quantiles of every step at once.
 *
 * @param options.output - default `quantiles()`; its levels are trained, those between them interpolated
 * @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option
 * @see Wen, Torkkola, Narayanaswamy, Madeka 2017
 * @example
 * const model = mqRnn({ horizon: 28, output: quantiles([0.1, 0.5, 0.9]) })
 */
export const mqRnn = (options: Omit<NetworkOptions, 'recursive'>): NetworkForecaster =>
  new NetworkForecaster('mqRnn', { output: quantiles(), ...options, recursive: false })

const kinds: readonly NetworkKind[] = ['gru', 'lstm', 'rnn', 'deepAr', 'mqRnn']
for (const kind of kinds) registerForecaster(kind, NetworkForecaster.fromState)
