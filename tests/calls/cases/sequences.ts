import * as gatecast from '../../../src/index.ts'
import * as sequences from '../../../src/sequences/index.ts'
import { type Cases, method, of, soon } from '../harness/case.ts'
import { once, path } from '../harness/given.ts'

const wave = (phase: number) => Array.from({ length: 20 }, (_, t) => Math.sin(t + phase))
const gestures = () => ({ sequences: [0, 1, 2, 3, 4, 5].map(wave), labels: ['a', 'b', 'a', 'b', 'a', 'b'] })
const levels = () => ({ sequences: [0, 1, 2, 3, 4, 5].map(wave), labels: [0, 1, 2, 3, 4, 5] })
const call = () => ({ signal: soon(), threads: 1 })
const lines = Array.from({ length: 20 }, (_, i) => ['to be', 'or not', 'that is'][i % 3])
const rows = () => Float64Array.from({ length: 60 }, (_, t) => Math.sin(t) + (t % 7))

const classifier = once(async () => {
  const made = sequences.sequenceClassifier({ kind: 'gru', hiddenSize: 4, epochs: 1 })
  await made.fit(gestures())
  return made
})
const regressor = once(async () => {
  const made = sequences.sequenceRegressor({ kind: 'gru', hiddenSize: 4, epochs: 1 })
  await made.fit(levels())
  return made
})
const symbols = once(async () => {
  const made = sequences.sequenceModel({ symbols: 'characters', kind: 'nGram' })
  await made.fit(lines)
  return made
})
const longPanel = once(() => gatecast.panelFromSeries([{ id: 'a', values: rows() }], { frequency: 'd' }))
const detector = once(async () => {
  const made = sequences.anomalies()
  await made.fit(rows())
  return made
})
const ofSequences = once(async () => {
  const made = sequences.sequenceAnomalies((await symbols()) as never, { falseAlarms: 0.01 })
  await made.calibrate(lines as never)
  return made
})
const saved = (what: () => Promise<{ save(path: string): Promise<void> }>, name: string) =>
  once(async () => {
    await (await what()).save(path(name))
    return path(name)
  })

/** Methods that a classifier and a regressor have. */
const estimator = (
  name: string,
  fitted: () => unknown,
  fresh: () => unknown,
  set: () => object,
  runs: number,
): Cases => ({
  [`${name}.fit`]: method(fresh, 'fit', () => [set(), { ...call(), signal: AbortSignal.timeout(5000) }], runs),
  [`${name}.gradients`]: method(fitted, 'gradients', () => [set(), call()], runs),
  [`${name}.predict`]: method(fitted, 'predict', () => [gestures().sequences, call()]),
  [`${name}.save`]: method(fitted, 'save', () => [path(`${name}.safetensors`)]),
  [`${name}.score`]: method(fitted, 'score', () => [set(), call()]),
})
const forwards = once(async () => {
  const made = sequences.sequenceClassifier({ kind: 'gru', hiddenSize: 4, epochs: 1, bidirectional: false })
  await made.fit(gestures())
  return made
})
const forwardRegressor = once(async () => {
  const made = sequences.sequenceRegressor({ kind: 'gru', hiddenSize: 4, epochs: 1, bidirectional: false })
  await made.fit(levels())
  return made
})
const stepper = once(async () => (await forwards()).stream())

export const learners: Cases = {
  ...estimator(
    'SequenceClassifier',
    forwards,
    () => sequences.sequenceClassifier({ hiddenSize: 4, kind: 'gru' }),
    gestures,
    20,
  ),
  ...estimator('SequenceRegressor', regressor, () => sequences.sequenceRegressor({ kind: 'miniRocket' }), levels, 20),
  'SequenceClassifier.stream': method(forwards, 'stream'),
  'SequenceRegressor.stream': method(forwardRegressor, 'stream'),
  'SequenceStream.push': method(stepper, 'push', () => [0.5]),
  'SequenceStream.reset': method(stepper, 'reset'),
  'SequenceStream.[dispose]': method(async () => (await forwards()).stream(), Symbol.dispose),
  sequenceClassifier: of(sequences.sequenceClassifier, () => [{ kind: 'lstm', hiddenSize: 4, epochs: 2, seed: 1 }]),
  sequenceRegressor: of(sequences.sequenceRegressor, () => [{ kind: 'miniRocket', features: 100, seed: 1 }]),
  autoSequenceClassifier: of(
    sequences.autoSequenceClassifier,
    () => [gestures(), { candidates: [{ kind: 'miniRocket' }], ...call() }],
    10,
  ),
  autoSequenceRegressor: of(
    sequences.autoSequenceRegressor,
    () => [levels(), { candidates: [{ kind: 'miniRocket' }], ...call() }],
    10,
  ),
  classificationScores: of(sequences.classificationScores, async () => [
    gestures().labels,
    await (await classifier()).predict(gestures().sequences),
  ]),
  regressionScores: of(sequences.regressionScores, () => [
    [1, 2, 3],
    [1, 2, 4],
  ]),
  loadSequenceClassifier: of(sequences.loadSequenceClassifier, async () => [
    await saved(classifier, 'classifier.safetensors')(),
  ]),
  loadSequenceRegressor: of(sequences.loadSequenceRegressor, async () => [
    await saved(regressor, 'regressor.safetensors')(),
  ]),
  loadSequenceModel: of(sequences.loadSequenceModel, async () => [await saved(symbols, 'symbols.safetensors')()]),
  loadDetector: of(sequences.loadDetector, async () => [await saved(detector, 'detector.safetensors')()]),
  logMel: of(sequences.logMel, () => [
    Float32Array.from({ length: 2000 }, (_, t) => Math.sin(t)),
    { rate: 8000, bands: 8 },
  ]),
  nabScore: of(sequences.nabScore, () => [
    [100, 320],
    [
      [100, 120],
      [300, 340],
    ],
    {},
  ]),
  changePoints: of(sequences.changePoints, () => [rows(), { cost: 'mean', signal: soon() }]),
  onlineChangePoints: of(sequences.onlineChangePoints, () => [{ hazard: 0.01, mean: 0, deviation: 1 }]),
  'OnlineChangePoints.push': method(
    () => sequences.onlineChangePoints(),
    'push',
    () => [0.3],
  ),
}

export const symbolModels: Cases = {
  sequenceModel: of(sequences.sequenceModel, () => [{ symbols: 'characters', kind: 'gru', hiddenSize: 4, seed: 1 }]),
  'SequenceModel.fit': method(
    () => sequences.sequenceModel({ symbols: 'characters', kind: 'gru', hiddenSize: 4 }),
    'fit',
    () => [['to be', 'or not'], { epochs: 1, ...call() }],
    20,
  ),
  'SequenceModel.bitsPerSymbol': method(symbols, 'bitsPerSymbol', () => [['to be'], call()]),
  'SequenceModel.perplexity': method(symbols, 'perplexity', () => [['to be'], call()]),
  'SequenceModel.logProbability': method(symbols, 'logProbability', () => ['to be', call()]),
  'SequenceModel.next': method(symbols, 'next', () => ['to b', call()]),
  'SequenceModel.sample': method(symbols, 'sample', () => [
    { prompt: 'to ', length: 5, temperature: 0.8, topP: 0.9, seed: 1, ...call() },
  ]),
  'SequenceModel.save': method(symbols, 'save', () => [path('text.safetensors')]),
  'SequenceModel.stream': method(symbols, 'stream'),
  'SequenceModel.threshold': method(symbols, 'threshold', () => [0.5]),
  'SequenceModel.unusualness': method(symbols, 'unusualness', () => ['eb ot', call()]),
  'SequenceModel.[dispose]': method(() => sequences.sequenceModel({ symbols: 'characters' }), Symbol.dispose),
  'NextSymbols.probabilityOf': method(
    async () => (await symbols()).next('to'),
    'probabilityOf',
    () => [' '],
  ),
  'SymbolStream.push': method(
    async () => (await symbols()).stream(),
    'push',
    () => ['t', call()],
  ),
  'SymbolStream.next': method(
    async () => (await symbols()).stream(),
    'next',
    () => [call()],
  ),
  sequenceAnomalies: of(sequences.sequenceAnomalies, async () => [await symbols(), { falseAlarms: 0.01 }]),
  'SequenceAnomalyDetector.calibrate': method(ofSequences, 'calibrate', () => [[...lines], { signal: soon() }]),
  'SequenceAnomalyDetector.detect': method(ofSequences, 'detect', () => ['to be']),
  'SequenceAnomalyDetector.stream': method(ofSequences, 'stream'),
}

export const detectors: Cases = {
  anomalies: of(sequences.anomalies, () => [{ season: 24, falseAlarms: 0.001 }]),
  'AnomalyDetector.fit': method(
    () => sequences.anomalies(),
    'fit',
    () => [rows(), call()],
  ),
  'AnomalyDetector.detect': method(detector, 'detect', () => [rows(), call()]),
  'AnomalyDetector.push': method(detector, 'push', () => [3]),
  'AnomalyDetector.save': method(detector, 'save', () => [path('pump.safetensors')]),
  'AnomalyDetector.stream': method(detector, 'stream', () => [rows(), call()]),
  'LiveDetector.push': method(
    async () => (await detector()).stream(rows()),
    'push',
    () => [3],
  ),
  'Detection.of': method(
    async () => {
      const many = sequences.anomalies()
      await many.fit(longPanel())
      return many.detect(longPanel())
    },
    'of',
    () => ['a'],
  ),
}
