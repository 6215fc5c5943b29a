/** The folder of the file: `dist/js` of the package, or `src/addon` of a checkout; undefined in a bundle. */
declare const ownFolder: string | undefined
export = ownFolder
