// Published results on the same data by the same protocol. Sources: the papers named beside each row; the rows of M4 are
// the organisers'.

export interface Published {
  set: string
  /** The method and the paper. */
  method: string
  /** By horizon for sets with several horizons. */
  metrics: Readonly<Record<string, readonly number[]>>
}

const long = (set: string, method: string, mse: readonly number[], mae: readonly number[]): Published => ({
  set,
  method,
  metrics: { mse, mae },
})

export const published: readonly Published[] = [
  long('ETTh1', 'SegRNN (Lin et al. 2023)', [0.351, 0.392, 0.423, 0.466], [0.392, 0.414, 0.433, 0.472]),
  long('ETTh1', 'DUET (Qiu et al. 2025)', [0.352, 0.398, 0.414, 0.429], [0.384, 0.409, 0.426, 0.455]),
  long('ETTh1', 'PatchTST (as run by DUET)', [0.377, 0.409, 0.431, 0.457], [0.397, 0.425, 0.444, 0.477]),
  long('ETTh1', 'CycleNet (Lin et al. 2024)', [0.374, 0.407, 0.431, 0.451], []),
  long('ETTh1', 'plain GRU', [1.135, 1.123, 1.08, 1.089], []),
  long('ETTm1', 'SegRNN (Lin et al. 2023)', [0.293, 0.328, 0.357, 0.41], [0.354, 0.378, 0.399, 0.43]),
  long('ETTm1', 'DUET (Qiu et al. 2025)', [0.279, 0.32, 0.348, 0.405], [0.333, 0.358, 0.377, 0.408]),
  long('ETTm1', 'P-sLSTM (Kong et al. 2024)', [0.292, 0.329, 0.362, 0.421], []),
  long('ETTm1', 'patched LSTM (Kong et al. 2024)', [0.308, 0.344, 0.378, 0.423], []),
  long('ETTm1', 'plain LSTM (Kong et al. 2024)', [0.771, 0.82, 0.927, 0.96], []),
  long('exchange', 'repeat last value', [0.081, 0.167, 0.306, 0.81], [0.196, 0.289, 0.398, 0.676]),
  long('exchange', 'DUET (Qiu et al. 2025)', [0.08, 0.162, 0.294, 0.583], [0.198, 0.288, 0.392, 0.58]),
  { set: 'M4 Hourly', method: 'ES-RNN (Smyl 2020)', metrics: { owa: [0.44] } },
  { set: 'M4 Hourly', method: 'best of all entries', metrics: { owa: [0.41] } },
  { set: 'M4 Hourly', method: 'Theta', metrics: { owa: [1.006] } },
  { set: 'M4 Weekly', method: 'ES-RNN (Smyl 2020)', metrics: { owa: [0.851] } },
  { set: 'M4 Weekly', method: 'best of all entries', metrics: { owa: [0.739] } },
  { set: 'M4 Weekly', method: 'Theta', metrics: { owa: [0.971] } },
  { set: 'M3', method: 'N-BEATS (Oreshkin et al. 2020)', metrics: { smape: [12.37] } },
  { set: 'M3 Monthly', method: 'ETS (Monash archive)', metrics: { mase: [0.865] } },
  { set: 'M3 Monthly', method: 'N-BEATS (Monash archive)', metrics: { mase: [0.934] } },
  { set: 'M3 Quarterly', method: 'ETS (Monash archive)', metrics: { mase: [1.17] } },
  { set: 'M3 Quarterly', method: 'N-BEATS (Monash archive)', metrics: { mase: [1.182] } },
  { set: 'M3 Other', method: 'ETS (Monash archive)', metrics: { mase: [1.814] } },
  { set: 'NN5', method: 'TBATS (Monash archive)', metrics: { mase: [0.858] } },
  { set: 'NN5', method: 'DeepAR (Monash archive)', metrics: { mase: [0.919] } },
]

/** sMAPE and MASE of Naive2, the scale of OWA, from the organisers of M4. */
export const naive2OfM4: Readonly<Record<string, { smape: number; mase: number }>> = {
  'M4 Hourly': { smape: 18.383, mase: 2.395 },
  'M4 Weekly': { smape: 9.161, mase: 2.777 },
}
