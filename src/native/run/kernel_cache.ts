import { binding, type Kernel } from '../../addon/index.ts'
import { compile } from '../../nn/values/program.ts'
import type { Task } from './task.ts'

// The addon bounds the memory that one kernel keeps to a megabyte.
const maxKernels = 32
const kernels = new Map<string, Kernel>()

/** The kernel of a task: the kernel of an earlier call with the same key, or a new one. */
export function kernelFor({ key, roots, precision = 'float32' }: Task): Kernel {
  const name = `${precision} ${key}`
  const kernel = kernels.get(name) ?? new binding.Kernel(compile(roots()), precision)
  // Moved to the end of the map, so that the first entry is the least recently used kernel.
  kernels.delete(name)
  kernels.set(name, kernel)
  if (kernels.size > maxKernels) dropKernel(kernels.entries().next().value as [string, Kernel])
  return kernel
}

function dropKernel([name, kernel]: [string, Kernel]): void {
  kernels.delete(name)
  kernel.dispose()
}
