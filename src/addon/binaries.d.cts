declare const binaries: {
  /** Functions that load the addon in the package, by the name of the platform. */
  readonly addons: Readonly<Record<string, () => unknown>>
  /** The folder of the file: `dist/js` of the package, or `src/addon` of a checkout; undefined in a bundle. */
  readonly ownFolder: string | undefined
}
export = binaries
