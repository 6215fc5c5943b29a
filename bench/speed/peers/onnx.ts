// onnxruntime-node in this process. Only the types that are used are declared, because its package may be missing.

import type { Tensor } from 'gatecast/nn'
import { type Contestant, local } from '../rounds.ts'
import { requirePeer } from './load.ts'
import { encodeModel, type OnnxModel } from './onnx_model.ts'

interface OrtTensor {
  data: Float32Array
  dims: readonly number[]
}
type Feeds = Record<string, OrtTensor>
interface Session {
  run(feeds: Feeds): Promise<Feeds>
  release(): Promise<void>
}
interface Runtime {
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OrtTensor
  InferenceSession: { create(model: Uint8Array, options: object): Promise<Session> }
  env: { versions: { node?: string } }
}

export class Onnx {
  readonly version: string
  readonly #runtime: Runtime

  private constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.version = runtime.env.versions.node ?? ''
  }

  /** Loads the peer. Returns a text with the reason if it cannot be loaded. */
  static start(): Onnx | string {
    try {
      return new Onnx(requirePeer('onnxruntime-node') as Runtime)
    } catch (error) {
      return error instanceof Error ? error.message.split('\n')[0] : String(error)
    }
  }

  /** A new session, because the number of threads is a property of the session. */
  async make(model: OnnxModel, threads: number): Promise<OnnxCase> {
    const session = await this.#runtime.InferenceSession.create(encodeModel(model), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    })
    const feeds = Object.entries(model.inputs).map(([name, tensor]) => [name, this.tensor(tensor)] as const)
    return new OnnxCase(session, Object.fromEntries(feeds), threads)
  }

  tensor({ shape, data }: Tensor): OrtTensor {
    return new this.#runtime.Tensor('float32', data as Float32Array, shape)
  }
}

export class OnnxCase {
  readonly #session: Session
  readonly #feeds: Feeds
  readonly #threads: number

  constructor(session: Session, feeds: Feeds, threads: number) {
    this.#session = session
    this.#feeds = feeds
    this.#threads = threads
  }

  async run(): Promise<Record<string, Tensor>> {
    const outputs = await this.#session.run(this.#feeds)
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data, dims }]) => [name, { shape: [...dims], data }]),
    )
  }

  contestant(): Contestant {
    return local('ORT', this.#threads, () => this.#session.run(this.#feeds))
  }

  /** Runs time steps, each from the state at the end of the one before. */
  stepper(): () => Promise<OrtTensor> {
    const feeds = { ...this.#feeds }
    return async () => {
      const outputs = await this.#session.run(feeds)
      feeds.hidden = outputs.hidden0
      feeds.cell = outputs.cell0
      return outputs.out0
    }
  }

  release(): Promise<void> {
    return this.#session.release()
  }
}
