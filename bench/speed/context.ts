import type { Onnx } from './peers/onnx.ts'
import type { Tfjs } from './peers/tfjs.ts'
import type { Torch } from './peers/torch.ts'
import type { Effort, Match } from './rounds.ts'

/** The arguments of a family of cases. Peers that could not be loaded are missing. */
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

/** Numbers outside of a match of contestants, for example windows per second. */
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

/** Prints the tables of a family, and returns the numbers in them. */
export type Family = (context: Context) => Promise<Partial<Findings>>
