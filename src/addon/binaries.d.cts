/** Functions that load the addon in the package, by the name of the platform. */
declare const binaries: Readonly<Record<string, () => unknown>>
export = binaries
