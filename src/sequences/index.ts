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
export type { PackedSequences } from './data/packed.ts'
export { type NabOptions, type NabScore, nabScore } from './scoring/nab_score.ts'
