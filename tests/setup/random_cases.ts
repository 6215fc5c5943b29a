// Property tests draw the same cases in every run, so that a failure can be repeated on another machine.
import fc from 'fast-check'

fc.configureGlobal({ seed: 20_261_123 })
