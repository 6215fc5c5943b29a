/** Kinds of models that a job can name. */
export const modelKinds = [
  ...(['gru', 'lstm', 'rnn', 'deepAr', 'mqRnn'] as const),
  ...(['ets', 'theta', 'ar', 'seasonalNaive', 'naive', 'naive2', 'drift', 'mean'] as const),
] as const
