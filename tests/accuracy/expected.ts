// The measured accuracy of every kind. A change that is meant to change it writes the new numbers here; a test that fails
// prints them.
//
//   error   the score of the point forecast, divided by that of seasonalNaive: below 1 is better
//   covers  share of the values that lie within the interval of 80 %
//   epochs  epochs of a short training, for networks whose own choice takes long; -: its own choice

export interface Expected {
  readonly kind: string
  readonly error: number
  readonly covers: number
  /** Absent for the choice of the kind. */
  readonly epochs?: number
}

/** The numbers that follow the names in the lines of a table; its first line is the head. */
const table = (text: string): Expected[] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [kind, error, covers, epochs = '-'] = line.trim().split(/\s+/)
      return {
        kind,
        error: Number(error),
        covers: Number(covers),
        ...(epochs === '-' ? {} : { epochs: Number(epochs) }),
      }
    })

/** Methods on six monthly series, real ones, 12 steps ahead. */
export const methodsOnMonthly = table(`
  kind                error   covers
  naive               2.606   0.778
  seasonalNaive       1.000   0.833
  drift               2.514   0.812
  mean                5.836   0.771
  naive2              1.009   0.833
  ar                  0.833   0.736
  theta               0.758   0.750
  ets                 0.728   0.806
  mstl                0.617   0.812
  levelShape          0.719   0.792
  arima               0.765   0.750
`)

/** Methods on 12 generated series of daily sales with promotions, 14 steps ahead. `arima` takes long on them. */
export const methodsOnSales = table(`
  kind                error   covers
  naive               1.773   0.816
  seasonalNaive       1.000   0.750
  drift               1.814   0.812
  mean                1.310   0.869
  naive2              0.935   0.771
  ar                  0.875   0.765
  theta               0.404   0.812
  ets                 0.406   0.830
  mstl                0.879   0.783
  levelShape          0.872   0.795
`)

/** Methods on 12 generated series of intermittent demand, 14 steps ahead. */
export const methodsOnDemand = table(`
  kind                error   covers
  mean                0.892   0.899
  croston             0.892   0.929
  tsb                 0.892   0.929
  imapa               0.892   0.926
  adida               0.892   0.926
`)

/** Networks on the same sales. */
export const networksOnSales = table(`
  kind                error   covers  epochs
  gru                 0.490   0.765   5
  lstm                0.492   0.750   5
  rnn                 0.491   0.801   5
  minGru              0.492   0.836   5
  sLstm               0.498   0.827   5
  deepAr              0.561   0.809   3
  mqRnn               0.465   0.786   5
  segRnn              0.537   0.845   5
  patchLstm           0.431   0.860   3
  dilatedRnn          0.951   0.806   3
  esRnn               0.754   0.824   3
  xLstmMixer          0.487   0.872   5
  nHits               0.571   0.836   -
  tide                0.486   0.851   5
  dLinear             0.528   0.845   -
  nLinear             0.528   0.842   -
  cycleNet            0.446   0.854   -
  sparseTsf           0.464   0.860   -
  patchTransformer    0.458   0.830   5
  invertedTransformer 0.755   0.851   15
  tsMixer             0.640   0.860   15
  tft                 0.484   0.860   2
`)
