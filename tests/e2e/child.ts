import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A script that uses the package as its users do, in a process of its own; resolves to what it prints as JSON. */
export function run<T>(script: string, flags: readonly string[] = []): Promise<T> {
  const text = `import * as nn from 'gatecast/nn'\nconst print = (value) => console.log(JSON.stringify(value))\n${script}`
  // A process that does not end by itself is killed, and fails.
  const options = { cwd: root, timeout: 120_000 }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [...flags, '--input-type=module', '--eval', text], options, (error, stdout) => {
      if (error) reject(error)
      else resolve(JSON.parse(stdout))
    })
  })
}

/** In a script: `model`, of some size, and `data(samples, time)` for it. */
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
