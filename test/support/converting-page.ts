/**
 * A page of a real browser that has the SDK at hand and converts files of this disk, as somebody who chooses them would; and
 * what the check of clips says of the result.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type CheckedClip, ClipCheck } from '../../src/clips/clip-check.ts'
import { sharedBrowser } from './browser.ts'
import { findMediaTools } from './media-tools.ts'
import { openSdkPage, startSdkSite } from './sdk-site.ts'
import type { Site } from './site.ts'

/** No server is asked for anything here. */
const NO_PORT = 0

export interface Converted {
  /** Where the clip lies. */
  path: string
  bytes: Uint8Array
  durationMs: number
  waveform: number[]
  progress: number[]
}

export class ConvertingPage {
  readonly folder = mkdtempSync(join(tmpdir(), 'convert-'))
  #site: Site | undefined
  #person: BrowserContext | undefined
  #page: Page | undefined

  async open(): Promise<void> {
    findMediaTools()
    this.#site = await startSdkSite(NO_PORT)
    this.#person = await (await sharedBrowser()).newContext()
    this.#page = await openSdkPage(this.#person, this.#site.origin)
    await this.#page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('input'), { type: 'file' })),
    )
  }

  get page(): Page {
    if (this.#page === undefined) throw new Error('The page is not open.')
    return this.#page
  }

  /** The page's `input` has this file. */
  choose(path: string): Promise<void> {
    return this.page.setInputFiles('input', path)
  }

  async convert(path: string): Promise<Converted> {
    await this.choose(path)
    const { base64, ...rest } = await this.page.evaluate(async () => {
      const file = document.querySelector('input')?.files?.[0] as File
      const progress: number[] = []
      const clip = await sdk.convertToClip(file, { onProgress: (share) => progress.push(share) })
      const bytes = new Uint8Array(await clip.blob.arrayBuffer())
      const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
      return { base64, progress, durationMs: clip.durationMs, waveform: clip.waveform }
    })
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'))
    const result = join(this.folder, `${basename(path)}.clip.opus`)
    writeFileSync(result, bytes)
    return { ...rest, bytes, path: result }
  }

  /** The code with which a file is refused, and what is said. */
  async refusal(path: string): Promise<{ code: string; message: string }> {
    await this.choose(path)
    return this.page.evaluate(async () => {
      const file = document.querySelector('input')?.files?.[0] as File
      return sdk.convertToClip(file).then(
        () => ({ code: 'none', message: '' }),
        ({ code, message }) => ({ code, message }),
      )
    })
  }

  async close(): Promise<void> {
    await this.#person?.close()
    await this.#site?.close()
    rmSync(this.folder, { recursive: true })
  }
}

/** A page for the tests of this file. */
export function useConvertingPage(): ConvertingPage {
  const converting = new ConvertingPage()
  beforeAll(() => converting.open())
  afterAll(() => converting.close())
  return converting
}

export function checked(bytes: Uint8Array): CheckedClip {
  const check = new ClipCheck()
  check.push(bytes)
  return check.end()
}
