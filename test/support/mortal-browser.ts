/**
 * A Chromium with a profile that outlives it, in a process group of its own: it can be killed as a crash would kill it, and
 * started again as its user would. Its microphone says what a WAVE file says, and may be used by every page.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { QUIET, SPEECH } from './browser.ts'
import { endWithThisProcess, killGroup } from './process-group.ts'
import { until } from './until.ts'

const START_WITHIN_MS = 30_000
/** Chromium writes here on which port it is to be spoken to. */
const PORT_FILE = 'DevToolsActivePort'

export class MortalBrowser {
  readonly #profile = mkdtempSync(join(tmpdir(), 'earshot-profile-'))
  #process: ChildProcess | undefined

  async start(): Promise<BrowserContext> {
    rmSync(join(this.#profile, PORT_FILE), { force: true })
    const child = spawn(process.env.CHROMIUM_PATH ?? chromium.executablePath(), this.#arguments(), {
      detached: true,
      stdio: 'ignore',
    })
    endWithThisProcess(child)
    this.#process = child
    const browser = await chromium.connectOverCDP(
      `http://127.0.0.1:${await until(() => this.#port(), 'Chromium', START_WITHIN_MS)}`,
    )
    const [context] = browser.contexts()
    if (context === undefined) throw new Error('Chromium has no profile.')
    return context
  }

  /** SIGKILL to every process of it. */
  async kill(): Promise<void> {
    if (this.#process !== undefined) await killGroup(this.#process)
    this.#process = undefined
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.#profile, { recursive: true, force: true })
  }

  #arguments(): string[] {
    return [
      ...QUIET,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${this.#profile}`,
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${SPEECH}`,
      '--autoplay-policy=no-user-gesture-required',
      'about:blank',
    ]
  }

  #port(): number | undefined {
    try {
      return Number(readFileSync(join(this.#profile, PORT_FILE), 'utf8').split('\n')[0]) || undefined
    } catch {
      return undefined // ENOENT: it is still starting
    }
  }
}
