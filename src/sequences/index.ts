export { AbortError, type ErrorCode, GatecastError } from '../base/error.ts'
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
  OnlineChangePoints,
  onlineChangePoints,
} from './change_points/online.ts'
export type { PackedSequences } from './data/packed.ts'
export { type NabOptions, type NabScore, nabScore } from './scoring/nab_score.ts'
