import type { Onnx } from './peers/onnx.ts'
import type { Tfjs } from './peers/tfjs.ts'
import type { Torch } from './peers/torch.ts'
import type { Effort, Match } from './rounds.ts'

/** What a family of cases is given. Peers that could not be loaded are missing. */
export interface Context {
  torch?: Torch
  onnx?: Onnx
  tfjs?: Tfjs
  /** Numbers of threads to measure with, ascending from 1. */
  threads: readonly number[]
  quick: boolean
  effort: Effort
  print(text: string): void
}

/** Numbers that are no match of contestants, such as windows per second. */
export interface Value {
  family: string
  name: string
  value: number
  unit: string
}

export interface Findings {
  matches: Match[]
  values: Value[]
}

/** Prints its tables, and returns what they were made of. */
export type Family = (context: Context) => Promise<Partial<Findings>>
