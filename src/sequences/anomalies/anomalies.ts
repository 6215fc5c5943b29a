import { checkText } from '../../base/check.ts'
import { AnomalyDetector } from './detector.ts'
import { type AnomalyOptions, settingsOf } from './options.ts'
import { readDetector } from './stored.ts'

/**
 * Makes a detector of anomalies in series: of spikes, shifts of level, drifts, changed patterns and stuck sensors.
 *
 * Each row is compared with what was expected of it. Up to four checks turn the difference into scores, and rows of
 * `fit` that were held out tell how large the scores of normal rows are (split conformal prediction). So about the share
 * `falseAlarms` of normal rows is called an anomaly, for all checks together. If fewer rows than 1 / `falseAlarms` were
 * held out, the tail of their scores is extended by an exponential one.
 *
 * @param options - what expects the values, the rate of false alarms, and the checks
 * @returns a detector that has learned nothing yet; call `fit`, then `detect` or `stream`
 * @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` naming the option
 * @see Vovk, Gammerman, Shafer 2005; Laxhammar 2014, "Conformal anomaly detection"
 * @example
 * const detector = anomalies({ season: 24, falseAlarms: 0.001 })
 * await detector.fit(lastMonth)
 * const { events } = await detector.detect(thisWeek)
 * for (const { from, to, check } of events) console.log(`rows ${from} to ${to - 1}: ${check}`)
 * const live = await detector.stream(thisWeek)
 * const { anomaly, score } = await live.push(21.5)
 */
export const anomalies = (options: AnomalyOptions = {}): AnomalyDetector => new AnomalyDetector(settingsOf(options))

/**
 * Reads a detector from a file that `save` wrote.
 *
 * @param path - path of the file
 * @returns a fitted detector, which gives the same scores
 * @throws {GatecastError} `ERR_FILE` if the file is broken, holds no detector, or has another format version
 * @example
 * const detector = anomalies()
 * await detector.fit(lastMonth)
 * await detector.save('pump.safetensors')
 * const loaded = await loadDetector('pump.safetensors')
 */
export async function loadDetector(path: string): Promise<AnomalyDetector> {
  const { settings, learned } = await readDetector(checkText('path of loadDetector', path))
  return new AnomalyDetector(settings, learned)
}
