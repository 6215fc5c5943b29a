// Property tests draw the same cases in every run: a failure in one place can be looked at in another.
import fc from 'fast-check'

fc.configureGlobal({ seed: 20_261_123 })
