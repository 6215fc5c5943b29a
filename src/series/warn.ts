/**
 * Tells a user of the library of a choice that they may want to make themselves. Node.js prints it on standard error;
 * listen to the event `warning` of `process` for another way.
 */
export const warn = (text: string): void => process.emitWarning(text, { type: 'GatecastWarning' })
