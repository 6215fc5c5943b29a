import type { Dim } from '../../addon/index.ts'
import type { Initial } from '../values/initial_weights.ts'
import { weight } from '../values/leaf_values.ts'
import { lastSizeOf } from '../values/operands.ts'
import { operate, type Scope, type Value } from '../values/value.ts'

export type Steps<B extends Dim = Dim, T extends Dim = Dim, D extends number = number> = Value<[B, T, D]>

/**
 * A part of a block of layers. The names of its weights begin with the names of the parts that it lies in, as in a
 * state_dict of PyTorch: `layers.0.self_attn.out_proj.weight`.
 */
export class Part {
  readonly scope: Scope
  readonly #prefix: string

  constructor(scope: Scope, prefix = '') {
    this.scope = scope
    this.#prefix = prefix
  }

  within(name: string): Part {
    return new Part(this.scope, `${this.#prefix}${name}.`)
  }

  /** The name of the part without the final dot, for ops that have a name but no weights. */
  get role(): string {
    return this.#prefix.replace(/\.$/, '')
  }

  weight<const S extends number[]>(role: string, shape: S, initial: Initial, scale: number): Value<S> {
    return weight(this.scope, this.#prefix + role, shape, initial, scale)
  }

  /** A dense layer, with first weights as PyTorch's `nn.Linear`. */
  dense<B extends Dim, T extends Dim>(name: string, x: Steps<B, T>, size: number): Steps<B, T> {
    const inputs = lastSizeOf(name, x)
    const bound = 1 / Math.sqrt(inputs)
    const own = this.within(name)
    const weights = [
      own.weight('weight', [size, inputs], 'uniform', bound),
      own.weight('bias', [size], 'uniform', bound),
    ]
    return operate('linear', [x, ...weights], {}, { scope: this.scope, role: own.role })[0] as Steps<B, T>
  }

  /** Layer normalisation, with a gain of 1 and a shift of 0 at first. */
  norm<V extends Steps>(name: string, x: V): V {
    const size = lastSizeOf(name, x)
    const own = this.within(name)
    const weights = [own.weight('weight', [size], 'ones', 1), own.weight('bias', [size], 'zeros', 1)]
    return operate('layerNorm', [x, ...weights], {}, { scope: this.scope, role: own.role })[0] as V
  }
}
