import { binding, type DataType, type Graph, type ProgramData } from '../addon/index.ts'
import { checkOptions, checkWhole } from '../base/check.ts'
import type { Inputs, Metrics, ModelConfig, Outputs } from './model_config.ts'
import type { StoredModel } from './storage/model_file.ts'
import { initialise } from './values/initial_weights.ts'
import { compile } from './values/program.ts'
import { checkHeld, pack } from './values/weights.ts'

/** A Program, the native graph that runs it and holds its weights, and the seed of everything random. */
export interface ModelGraph {
  readonly program: ProgramData
  readonly graph: Graph
  readonly seed: number
  /** Type of each input by its name. */
  readonly types: Readonly<Record<string, DataType>>
}

/** Builds the graph of a new model with first weights, or of a stored model with its own weights. */
export function buildGraph(config: ModelConfig<Inputs, Outputs, Metrics> | StoredModel): ModelGraph {
  const stored = typeof config === 'object' && config !== null && 'program' in config
  if (!stored) checkOptions('a Model', config, ['inputs', 'outputs', 'loss', 'metrics', 'seed'])
  const seed = checkWhole('seed', config.seed ?? 0, 0)
  const program = stored ? config.program : compile(config)
  // The graph allocates what the Program asks for, which has to be what the file holds.
  if (stored) checkHeld(program, config.parameters)
  const graph = new binding.Graph(program)
  graph.setWeights(stored ? pack(graph.parameters, config.parameters) : initialise(program, seed))
  const types = Object.fromEntries(graph.inputs.map(({ name, type }) => [name, type]))
  return { program, graph, seed, types }
}
