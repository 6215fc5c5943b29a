import type { SequenceClassifier, SequenceRegressor } from '../../sequences/index.ts'
import type { Cutting } from '../../sequences/networks/tokens.ts'
import type { OnnxDescription } from '../description.ts'
import { Graph, type Name } from '../graph/graph.ts'
import { Numbers } from '../graph/numbers.ts'
import { lowerProgram } from '../program/lower.ts'
import { inputNames, type OnnxModel } from '../program/model_onnx.ts'
import { filledSteps } from './steps.ts'
import { type Tokens, tokensOf } from './tokens.ts'

const inputName = 'sequences'
const lengthsName = 'lengths'

/**
 * The model of a classifier or regressor that is a network. It reads sequences as they are, and gives probabilities or
 * numbers in units of the labels.
 *
 * @throws {GatecastError} `ERR_PROGRAM` for a kind that is no network, `ERR_DATA` before `fit`
 */
export function sequenceOnnx(estimator: SequenceClassifier | SequenceRegressor): OnnxModel {
  const { program, parameters } = estimator.model
  const { stored } = estimator.toStored()
  const { cutting } = stored.learner as unknown as { cutting: Cutting }
  const { channels } = stored
  const graph = new Graph()
  graph.reserve([inputName, ...inputNames(program), 'probabilities', 'values'])
  graph.input(inputName, 'double', ['batch', 'steps', channels])
  graph.input(lengthsName, 'int32', ['batch'])
  const steps = filledSteps(graph, inputName, cutting.scales)
  const tokens = tokensOf(graph, steps, lengthsName, cutting)
  const { scores } = lowerProgram({
    ...{ graph, program, parameters },
    feed: (name) => tokens[name as keyof Tokens],
  })
  const n = new Numbers(graph)
  const read = graph.cast(scores.name, 'double')
  const { reading } = stored
  const output = 'classes' in reading ? probabilities(n, read, reading) : numbers(n, read, reading)
  const description: OnnxDescription = {
    kind: estimator.kind,
    inputs: [
      {
        ...{ name: inputName, type: 'float64', shape: ['batch', 'steps', channels] },
        meaning: 'The steps of each sequence, then anything up to the longest one. NaN for a missing value.',
      },
      {
        name: lengthsName,
        type: 'int32',
        shape: ['batch'],
        meaning: 'The number of steps of each sequence, 1 or more.',
      },
    ],
    outputs: [output],
    ...('classes' in reading ? { classes: reading.classes } : {}),
  }
  return { graph, description }
}

type Output = OnnxDescription['outputs'][number]

function probabilities(
  n: Numbers,
  scores: Name,
  { classes, temperature }: { readonly classes: readonly unknown[]; readonly temperature: number },
): Output {
  const { graph } = n
  const found = graph.op('Softmax', [n.divide(scores, temperature)], { axis: 1 })
  const shape = ['batch', classes.length]
  graph.output('probabilities', found, 'double', shape)
  return { name: 'probabilities', type: 'float64', shape, meaning: 'The probability of each class.' }
}

function numbers(
  n: Numbers,
  scores: Name,
  { mean, deviation }: { readonly mean: number; readonly deviation: number },
): Output {
  const { graph } = n
  const found = n.add(n.multiply(graph.op('Squeeze', [scores, graph.ints([1])]), deviation), mean)
  graph.output('values', found, 'double', ['batch'])
  return { name: 'values', type: 'float64', shape: ['batch'], meaning: 'A number in units of the labels.' }
}
