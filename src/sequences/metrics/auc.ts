/**
 * Area under the curve of true positives against false positives: the share of pairs of a positive and a negative case
 * in which the positive one has the higher score. Equal scores count half.
 *
 * Source: the Mann-Whitney statistic, Hanley and McNeil 1982.
 *
 * @returns NaN unless there are positive and negative cases
 */
export function areaUnderCurve(scores: ArrayLike<number>, isPositive: (row: number) => boolean): number {
  const rows = Uint32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => scores[a] - scores[b])
  let [below, wins, positives] = [0, 0, 0]
  for (let start = 0; start < rows.length; ) {
    let end = start
    let ups = 0
    for (; end < rows.length && scores[rows[end]] === scores[rows[start]]; end++) if (isPositive(rows[end])) ups++
    const downs = end - start - ups
    wins += ups * (below + downs / 2)
    below += downs
    positives += ups
    start = end
  }
  return wins / (positives * below)
}
