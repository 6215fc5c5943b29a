import type { Tensor, Tensors } from '../values/tensor.ts'
import { Source, type WeightsPaths, type WeightsTarget } from './source.ts'

/**
 * Weights of PyTorch, for `loadParameters` of a Model or `load` of a layer. Names and layouts of gatecast are those of a
 * state_dict, so weights are found by their names: those of `nn.LSTM`, `nn.GRU`, `nn.RNN` and their cells, `nn.Linear`,
 * `nn.Embedding`, `nn.LayerNorm`, `nn.Conv1d`, `nn.MultiheadAttention`, `nn.TransformerEncoder` and its layers.
 *
 * @param network - a Model with a layer for each module, or a layer `Lstm`, `Gru` or `Rnn`
 * @param tensors - the state_dict, for example of a safetensors file
 * @param paths - the path of the modules, for example `'encoder'`; or the path of each layer by its name. A layer of a
 * stacked or bidirectional recurrent module has its suffix as last part of the path: `lstm.l1`, `lstm.l0_reverse`
 * @returns a tensor for each weight of the network, by the names of `network.parameters`
 * @throws {GatecastError} `ERR_DATA` naming a weight without a tensor, or tensors that the network has no place for;
 * `ERR_TYPE` for something else than a network and tensors. Loading the weights checks their shapes
 * @example
 * const { tensors } = await readSafetensors('state_dict.safetensors')
 * layer.load(fromTorch(layer, tensors))
 */
export function fromTorch(
  network: WeightsTarget,
  tensors: Readonly<Tensors>,
  paths?: WeightsPaths,
): Record<string, Tensor> {
  const source = new Source('fromTorch', network, tensors, paths)
  const weights = Object.keys(source.parameters).map((parameter) => {
    const names = namesOf(source, parameter)
    const found = source.find(names)
    if (found === null) throw source.missing(parameter, names)
    return [parameter, found.tensor] as const
  })
  source.checkAllUsed()
  return Object.fromEntries(weights)
}

/** The names that a weight can have in a state_dict. */
function namesOf(source: Source, parameter: string): string[] {
  const dot = parameter.lastIndexOf('.')
  const role = parameter.slice(dot + 1)
  const path = source.pathOf(parameter.slice(0, Math.max(0, dot)))
  const within = (module: string, name: string) => (module === '' ? name : `${module}.${name}`)
  const own = within(path, role)
  if (!/^(weight|bias)_(ih|hh)$/.test(role)) return [own]
  // A module has all layers and directions: `lstm.weight_ih_l0_reverse`. A cell has no suffix.
  const [, module, suffix] = /^(?:(.*)\.)?(l\d+(?:_reverse)?)$/.exec(path) ?? [null, path, 'l0']
  return [within(module ?? '', `${role}_${suffix}`), own]
}
