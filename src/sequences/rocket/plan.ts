// The choice of convolutions: dilations, limits per kernel, and the channels of each combination.
//
// Source: Dempster, Schmidt and Webb 2021, "MiniRocket", section 3.2 (dilations), and the authors' extension to several
// channels.

import { binding, type RocketPlan } from '../../addon/index.ts'

/** Kernels of nine weights, of which three are large. */
const kernels = 84
const mostDilations = 32
const mostChannels = 9

/** The plan, and for each combination the training sequence that its limits are taken from. */
export function planRocket(
  { longest, sequences, channels }: { longest: number; sequences: number; channels: number },
  { features, seed }: { features: number; seed: number },
): { plan: RocketPlan; examples: Int32Array } {
  const { dilations, limitsPerKernel } = planDilations(longest, Math.max(1, Math.floor(features / kernels)))
  const combinations = kernels * dilations.length
  const examples = Int32Array.from(binding.random('uniform', seed, 0, combinations), (u) => Math.floor(u * sequences))
  return { plan: { dilations, limitsPerKernel, ...planChannels(channels, combinations, seed) }, examples }
}

/** Dilations from 1 to the longest that fits into a sequence, evenly spaced as exponents of 2. */
export function planDilations(longest: number, perKernel: number) {
  const count = Math.min(perKernel, mostDilations)
  // A kernel of dilation d spans 8 d + 1 steps.
  const largest = Math.max(0, Math.log2((longest - 1) / 8))
  const limits = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    const dilation = Math.floor(2 ** (count === 1 ? 0 : (largest * i) / (count - 1)) + 1e-9)
    limits.set(dilation, (limits.get(dilation) ?? 0) + 1)
  }
  const limitsPerKernel = Int32Array.from(limits.values(), (share) => Math.floor((share * perKernel) / count))
  const missing = perKernel - limitsPerKernel.reduce((a, b) => a + b, 0)
  for (let i = 0; i < missing; i++) limitsPerKernel[i % limitsPerKernel.length] += 1
  return { dilations: Int32Array.from(limits.keys()), limitsPerKernel }
}

/** A random set of at most nine channels for each combination; small sets are more likely than large ones. */
function planChannels(channels: number, combinations: number, seed: number) {
  const largest = Math.log2(Math.min(channels, mostChannels) + 1)
  const sizes = Array.from(binding.random('uniform', seed, 1, combinations), (u) => Math.floor(2 ** (u * largest)))
  const draws = binding.random('uniform', seed, 2, combinations * mostChannels)
  const channelOffsets = new Int32Array(combinations + 1)
  const chosen: number[] = []
  for (const [i, size] of sizes.entries()) {
    const left = Array.from({ length: channels }, (_, c) => c)
    for (let k = 0; k < size; k++) chosen.push(...left.splice(Math.floor(draws[i * mostChannels + k] * left.length), 1))
    channelOffsets[i + 1] = chosen.length
  }
  return { channelOffsets, channelsOfKernels: Int32Array.from(chosen) }
}
