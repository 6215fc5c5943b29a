/** The least share of numbers. */
const least = 0.5

/**
 * Whether a column is one of numbers, so that its other cells are mistakes. With fewer numbers, the cells are texts.
 *
 * @param numbers - how many of its cells are numbers
 * @param filled - how many of its cells are not missing
 */
export const areMostlyNumbers = (numbers: number, filled: number): boolean => numbers > 0 && numbers >= least * filled
