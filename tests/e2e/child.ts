import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a script that imports the package by name, in a process of its own. Resolves to the JSON that it prints. */
export function run<T>(script: string, flags: readonly string[] = []): Promise<T> {
  const text = `import * as nn from 'gatecast/nn'\nconst print = (value) => console.log(JSON.stringify(value))\n${script}`
  // A process that does not end by itself is killed, and the promise rejects.
  const options = { cwd: root, timeout: 120_000 }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...flags, '--input-type=module', '--eval', text], options, (error, stdout) => {
      if (error) reject(error)
      else resolve(JSON.parse(stdout))
    })
  })
}

/** Code for a script: `build()` makes a model of this size, and `data(samples, time)` makes data for it. */
export const model = (hiddenSize: number): string => `
  const { input, gru, last, linear, mse, Model } = nn
  const build = () => {
    const x = input(['batch', 'time', 4]), y = input(['batch', 1])
    const forecast = linear(last(gru(x, { hiddenSize: ${hiddenSize} }).output), 1)
    return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
  }
  const data = (samples, time) => ({
    x: { shape: [samples, time, 4], data: new Float32Array(samples * time * 4).map((_, i) => Math.sin(i)) },
    y: { shape: [samples, 1], data: new Float32Array(samples) },
  })
`
