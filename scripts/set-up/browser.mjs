/**
 * Finds a Chromium for the browser tests, and gets one when there is none:
 * CHROMIUM_PATH, an installed one, Playwright's own, Debian's package, in this order.
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { capture, SetUpError, step } from '../command.mjs'
import { TOOLS } from './runtime.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => `${folder}\\Google\\Chrome\\Application\\chrome.exe`),
]
const ADVICE =
  'The browser tests need Chromium or Chrome. Install one (Debian, Ubuntu: apt-get install chromium; others: https://www.google.com/chrome), or set CHROMIUM_PATH to its program, and try again.\n' +
  'Without a browser the other tests run all the same: npm test -- --project unit --project workerd --project process'

/**
 * @param {string} runtime
 * @returns {Promise<string>} the path of a Chromium that starts
 */
export async function findBrowser(runtime) {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new SetUpError(`CHROMIUM_PATH names ${named}, which is not there. Correct it or leave it unset.`)
  }
  return installed() ?? (await playwrights(runtime)) ?? (await debians()) ?? noBrowser()
}

/** @returns {never} */
function noBrowser() {
  throw new SetUpError(ADVICE)
}

function installed() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...ELSEWHERE].find(starts)
}

/** Playwright's own Chromium, downloaded if need be; undefined where it cannot be had or does not start. */
async function playwrights(/** @type {string} */ runtime) {
  const { chromium } = await import('playwright-core')
  const path = chromium.executablePath()
  if (!existsSync(path))
    await attempt('Downloading Chromium', runtime, [TOOLS.playwright, 'install', '--no-shell', 'chromium'])
  return starts(path) ? path : undefined
}

/** A download without the system libraries that it needs, or a stub that stands for a package, is there and of no use. */
function starts(/** @type {string} */ path) {
  // On Windows, asking for the version opens a window.
  return existsSync(path) && (process.platform === 'win32' || spawnSync(path, ['--version']).status === 0)
}

async function debians() {
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (!mayInstall) return undefined
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await capture('apt-get', ['update'], env)
  await attempt(
    'Installing Debian’s Chromium',
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'chromium'],
    env,
  )
  return installed()
}

/** A step that another way follows when it fails: the failure shows in its line alone. */
async function attempt(
  /** @type {string} */ label,
  /** @type {string} */ command,
  /** @type {string[]} */ args,
  /** @type {NodeJS.ProcessEnv} */ env = {},
) {
  await step(label, command, args, { env }).catch((/** @type {unknown} */ error) => {
    if (!(error instanceof SetUpError)) throw error
  })
}
