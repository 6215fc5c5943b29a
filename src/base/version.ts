/**
 * The version of gatecast.
 *
 * @example
 * console.log(version)
 */
export const version = '0.1.0'
