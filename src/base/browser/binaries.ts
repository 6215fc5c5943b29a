/** Takes the place of `addon/binaries.cjs` where there are no files. */
export default { addons: {}, ownFolder: undefined }
