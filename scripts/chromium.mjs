// Makes sure there is a Chromium for the end-to-end tests: Debian's package, or a clear word.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'

const PATHS = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

if (!PATHS.some(path => path && existsSync(path))) {
  const apt = (...args) => spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  process.stdout.write('Chromium is missing; installing Debian\'s package for the end-to-end tests\n')
  const isInstalled = apt('update', '-qq') && apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  if (!isInstalled) {
    process.stderr.write('Chromium could not be installed. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH, then run npm test again.\n')
    process.exitCode = 1
  }
}
