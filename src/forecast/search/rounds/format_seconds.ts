/** Seconds for a reader, with two digits. */
export const formatSeconds = (seconds: number): string => `${Number(seconds.toPrecision(2))} s`
