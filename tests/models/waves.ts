import { gru, input, last, linear, Model, type ModelConfig, mse, type Tensor, type Value } from '../../src/nn/index.ts'

/** Sine waves of several phases and lengths, and their next steps. Every model of these tests can learn them. */
export function waves(samples: number, time: number, horizon = 1): { x: Tensor; y: Tensor } {
  const x = new Float32Array(samples * time)
  const y = new Float32Array(samples * horizon)
  for (let n = 0; n < samples; n++) {
    const wave = (t: number) => Math.sin(n * 0.7 + t * (0.2 + 0.01 * (n % 7)))
    for (let t = 0; t < time; t++) x[n * time + t] = wave(t)
    for (let h = 0; h < horizon; h++) y[n * horizon + h] = wave(time + h)
  }
  return { x: { shape: [samples, time, 1], data: x }, y: { shape: [samples, horizon], data: y } }
}

type Sequence = Value<['batch', 'time', 1]>
type Config = Partial<Pick<ModelConfig<never, never, never>, 'seed'>>

/** A small model of `waves`. `body` makes the input of the last linear layer from the sequence. */
export function forecaster(
  body: (x: Sequence) => Value<['batch', number]> = (x) => last(gru(x, { hiddenSize: 9 }).output),
  config: Config = { seed: 1 },
) {
  const x = input(['batch', 'time', 1])
  const y = input(['batch', 1])
  const forecast = linear(body(x), 1)
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), ...config })
}

/** A model that forecasts the next value at every time step. */
export function stepper(body: (x: Sequence) => Value<['batch', 'time', number]>) {
  const x = input(['batch', 'time', 1])
  const y = input(['batch', 'time', 1])
  const forecast = linear(body(x), 1)
  return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
}

/** `waves`, with the next value at every step. */
export function sequences(samples: number, time: number): { x: Tensor; y: Tensor } {
  const { x } = waves(samples, time + 1)
  const shape = [samples, time, 1]
  const cut = (from: number) => {
    const rows = Array.from({ length: samples }, (_, n) =>
      x.data.slice(n * (time + 1) + from, n * (time + 1) + from + time),
    )
    return { shape, data: Float32Array.from(rows.flatMap((row) => [...row])) }
  }
  return { x: cut(0), y: cut(1) }
}
