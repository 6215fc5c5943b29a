import type { Command } from 'commander'

/** Adds the flag of the verbs that work with a queue. */
export const addQueue = (command: Command): Command =>
  command
    .optionsGroup('Queue:')
    .option('--queue <address>', 'redis:// or postgres://; default: the environment variable GATECAST_QUEUE')
