// PyTorch in a Python process. bench/peers/torch_peer.py is the other side and documents the requests.

import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Tensor } from 'gatecast/nn'
import { root } from '../addon.ts'
import type { Contestant, Spent } from '../rounds.ts'

type Reply = { error?: string; version?: string; results?: Packed[]; latencies?: number[] } & Partial<Spent>
interface Packed {
  shape: number[]
  data: string
}

const packed = ({ shape, data }: Tensor): Packed => ({
  shape: [...shape],
  data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
})

// A copy, because a pooled Buffer may start at an odd byte.
const unpacked = ({ shape, data }: Packed): Tensor => ({
  shape,
  data: new Float32Array(new Uint8Array(Buffer.from(data, 'base64')).buffer),
})

export class Torch {
  readonly version: string
  readonly #process: ChildProcess
  readonly #replies: AsyncIterator<string>
  #made = 0

  private constructor(process: ChildProcess, replies: AsyncIterator<string>, version: string) {
    this.#process = process
    this.#replies = replies
    this.version = version
  }

  /** Loads the peer. Returns a text with the reason if it cannot be loaded. */
  static async start(): Promise<Torch | string> {
    const python = process.env.GATECAST_PYTHON ?? 'python3'
    const child = spawn(python, [`${root}/bench/peers/torch_peer.py`], { stdio: ['pipe', 'pipe', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (text) => {
      complaint += text
    })
    child.on('error', ({ message }) => {
      complaint += message
    })
    const replies = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const { value, done } = await replies.next()
    if (!done) return new Torch(child, replies, (JSON.parse(value) as Reply).version ?? '')
    return `${python}: ${complaint.trim().split('\n').at(-1)}; GATECAST_PYTHON names an interpreter that has torch`
  }

  /** Builds a case in the Python process. */
  async make(kind: string, described: object, tensors: Record<string, Tensor>): Promise<TorchCase> {
    const id = this.#made++
    const entries = Object.entries(tensors).map(([name, tensor]) => [name, packed(tensor)])
    await this.ask({ do: 'make', id, kind, case: described, tensors: Object.fromEntries(entries) })
    return new TorchCase(this, id)
  }

  async ask(request: object): Promise<Reply> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.#replies.next()
    const reply: Reply = done ? { error: 'the process has ended' } : JSON.parse(value)
    if (reply.error) throw new Error(`PyTorch: ${reply.error}`)
    return reply
  }

  close(): void {
    this.#process.stdin?.end()
  }
}

export class TorchCase {
  readonly #torch: Torch
  readonly #id: number

  constructor(torch: Torch, id: number) {
    this.#torch = torch
    this.#id = id
  }

  async run(pass: string): Promise<Tensor[]> {
    const { results = [] } = await this.#torch.ask({ do: 'run', id: this.#id, pass, threads: 1 })
    return results.map(unpacked)
  }

  contestant(pass: string, threads: number, who = 'torch'): Contestant {
    return {
      who,
      threads,
      time: async (repeats) =>
        (await this.#torch.ask({ do: 'time', id: this.#id, pass, threads, repeats })) as unknown as Spent,
    }
  }

  /** Seconds of each run. */
  async latencies(pass: string, threads: number, repeats: number): Promise<number[]> {
    const { latencies = [] } = await this.#torch.ask({ do: 'latencies', id: this.#id, pass, threads, repeats })
    return latencies
  }

  async drop(): Promise<void> {
    await this.#torch.ask({ do: 'drop', id: this.#id })
  }
}
