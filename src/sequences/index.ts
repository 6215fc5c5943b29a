export type { PackedSequences } from '../addon/index.ts'
export type { CallOptions } from '../base/abort.ts'
export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
export { anomalies, loadDetector } from './anomalies/anomalies.ts'
export type { AnomalyEvent, Detection, SeriesDetection } from './anomalies/detection.ts'
export type { AnomalyDetector } from './anomalies/detector.ts'
export type { NextCovariates } from './anomalies/errors/error_source.ts'
export type { CheckName } from './anomalies/judge/checks.ts'
export type { DetectorFitOptions } from './anomalies/learn.ts'
export type { LiveDetector } from './anomalies/live_detector.ts'
export type { AnomalyOptions } from './anomalies/options.ts'
export type { AnomalyReading } from './anomalies/row_judge.ts'
export {
  type SequenceAnomalyDetector,
  type SequenceAnomalyOptions,
  type SequenceDetection,
  type Surprise,
  type SymbolModel,
  sequenceAnomalies,
} from './anomalies/symbols/sequence_anomalies.ts'
export {
  type ChangePointOptions,
  type ChangePoints,
  changePoints,
  type Segment,
} from './change_points/change_points.ts'
export type { ChangeCost } from './change_points/costs.ts'
export {
  type OnlineChange,
  type OnlineChangePointOptions,
  type OnlineChangePoints,
  onlineChangePoints,
} from './change_points/online.ts'
export {
  type AutoClassifierOptions,
  type AutoClassifierResult,
  type AutoRegressorOptions,
  type AutoRegressorResult,
  autoSequenceClassifier,
  autoSequenceRegressor,
} from './classify/auto.ts'
export type { ClassWeights } from './classify/class_weights.ts'
export {
  type ClassStep,
  loadSequenceClassifier,
  type SequenceClassifier,
  type SequenceClassifierOptions,
  sequenceClassifier,
} from './classify/classifier.ts'
export type { CompareOptions, SequenceContender } from './classify/compare.ts'
export type { SequenceFitOptions, SequenceFitReport } from './classify/estimator.ts'
export type { SequenceProgress } from './classify/kind.ts'
export {
  loadSequenceRegressor,
  type NumberPrediction,
  type NumberStep,
  type SequenceRegressor,
  type SequenceRegressorOptions,
  sequenceRegressor,
} from './classify/regressor.ts'
export type { SequenceStream } from './classify/sequence_stream.ts'
export type { Label, Sequence, SequenceSet, SequenceTensor } from './data/sequence.ts'
export type {
  KindOptions,
  LstmFcnOptions,
  MiniRocketOptions,
  PatchTransformerOptions,
  SequenceKindName,
  SequenceNetworkOptions,
  SequenceRecurrentOptions,
} from './kinds/index.ts'
export { type ClassPrediction, type ClassScores, classificationScores } from './metrics/classification.ts'
export { type NumberScores, regressionScores } from './metrics/regression.ts'
export { type IdxSetOptions, readIdx, readIdxSet } from './readers/idx.ts'
export { type LogMelOptions, logMel } from './readers/log_mel.ts'
export { readTs } from './readers/ts.ts'
export { readWav, type Sound } from './readers/wav.ts'
export { type NabOptions, type NabScore, nabScore } from './scoring/nab_score.ts'
export type { SequenceOf, SequenceSymbol, SequencesOf, SymbolForm } from './symbols/data/symbol_form.ts'
export type { SampleOptions } from './symbols/draw.ts'
export type {
  MarkovOptions,
  NGramOptions,
  RecurrentSymbolOptions,
  TransformerSymbolOptions,
} from './symbols/kinds/index.ts'
export { loadSequenceModel, sequenceModel } from './symbols/make_sequence_model.ts'
export type { CommonSymbolOptions, SequenceModelOptions } from './symbols/options.ts'
export type {
  SymbolEpoch,
  SymbolFitOptions,
  SymbolFitReport,
  SymbolTrainingOptions,
} from './symbols/results/fit_results.ts'
export type { NextSymbols, SymbolProbability } from './symbols/results/next_symbols.ts'
export type { DrawnSequence, LogProbability, Unusualness } from './symbols/results/results.ts'
export type { SequenceModel } from './symbols/sequence_model.ts'
export type { StreamStep, SymbolStream } from './symbols/symbol_stream.ts'
