#!/usr/bin/env node
import { runCommand } from './run_command.ts'

process.exitCode = await runCommand(process.argv.slice(2))
