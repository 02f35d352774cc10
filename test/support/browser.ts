/**
 * A real Chromium whose microphone says what a WAVE file says. The browser to use comes from `npm test` (CHROMIUM_PATH).
 */

import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from 'playwright-core'

export const SPEECH = fileURLToPath(new URL('speech.wav', import.meta.url))
export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

/**
 * What Chromium loads in each window though no test uses it: two pages of its own behind the address bar, and a process for
 * a page that may come. With them a window takes twice the time of the processor (0.45 s against 0.24 s on two cores). The
 * rest stands for Playwright's own list, of which Chromium hears no more: the last list wins.
 */
const UNUSED_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

export const QUIET = [
  // A test machine's user is often root, for whom Chromium has no sandbox.
  '--no-sandbox',
  '--disable-gpu',
  // Chromium looks up its maker's hosts at every start; a closed machine refuses each, which costs time.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  `--disable-features=${UNUSED_FEATURES.join(',')}`,
  // Pages in the background keep their timers and their audio at full pace.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

export interface BrowserOptions {
  /** The WAVE file that the microphone plays over and over. */
  says?: string
}

export function openBrowser({ says = SPEECH }: BrowserOptions = {}): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...QUIET, '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${says}`],
  })
}

let shared: Promise<Browser> | undefined

/** The one of this process, for whoever needs no other microphone: people in it share nothing. It ends with the process. */
export function sharedBrowser(): Promise<Browser> {
  shared ??= openBrowser().then(
    (browser) => browser.on('disconnected', forgetShared),
    (error) => {
      forgetShared()
      throw error
    },
  )
  return shared
}

function forgetShared(): void {
  shared = undefined
}

export interface PersonOptions extends BrowserContextOptions {
  origin: string
  /** What the person answers when the page asks for the microphone. */
  allowsMicrophone?: boolean
}

/** A person's own profile: storage, permissions and screen that nobody shares. English, dark and still unless told otherwise. */
export async function newPerson(
  browser: Browser,
  { origin, allowsMicrophone = true, ...options }: PersonOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: DESKTOP,
    locale: 'en-GB',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    // The recorder of audio-taps.ts is a module that no page of ours would let in.
    bypassCSP: true,
    ...options,
  })
  if (allowsMicrophone) await context.grantPermissions(['microphone'], { origin })
  return context
}
