// npm run judge:train [-- --check]: learns the seed models again from ../shared/data and scripts/judge-training; --check only compares.
import process from 'node:process'
import { runnerImport } from 'vite'

const { module } = await runnerImport('./scripts/judge-train.ts')
process.exitCode = await module.train({ isCheck: process.argv.includes('--check') })
