import {
  type Cell,
  directNetwork,
  multiQuantileNetwork,
  type Network,
  type NetworkSpec,
  recursiveNetwork,
} from '../../models/index.ts'
import type { NetworkSettings } from './design/options.ts'

export type NetworkKind = 'rnn' | 'lstm' | 'gru' | 'deepAr' | 'mqRnn'

const cells: Record<NetworkKind, Cell> = { rnn: 'rnn', lstm: 'lstm', gru: 'gru', deepAr: 'lstm', mqRnn: 'lstm' }

export function build(kind: NetworkKind, settings: NetworkSettings, spec: Omit<NetworkSpec, 'cell'>): Network {
  const whole = { ...spec, cell: cells[kind] }
  if (settings.recursive) return recursiveNetwork(whole)
  return kind === 'mqRnn' ? multiQuantileNetwork(whole) : directNetwork(whole)
}
