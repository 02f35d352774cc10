/**
 * Voice messages sent from a page of another origin by tus-js-client and by Uppy, both as they are published: whole and in
 * parts, through a line that breaks and a page that is reloaded, and told apart when they are refused.
 */

import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_UPLOAD_BYTES } from '../../src/protocol/limits.ts'
import { newPerson, sharedBrowser } from '../support/browser.ts'
import { type EarshotServer, startEarshot } from '../support/earshot-server.ts'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { Sender, sha256 } from '../support/tus-uploads.ts'
import { until } from '../support/until.ts'
import type {} from '../support/uploads-page.ts'
import { UploadsSite } from '../support/uploads-site.ts'

const KIB = 1_024
/** Two megabytes. */
const FILE = opusFile({ packets: 1_650, packetBytes: LOUDEST_BYTES, seed: 5 })

let site: UploadsSite
let server: EarshotServer
let person: BrowserContext
let ada: Sender
let page: Page

beforeAll(async () => {
  site = await UploadsSite.start({ '/file.opus': FILE, '/speech.wav': new Uint8Array(400) })
  server = await startEarshot(undefined, { ALLOWED_ORIGINS: site.origin })
  ada = await Sender.start(server.origin)
  person = await newPerson(await sharedBrowser(), { origin: site.origin, allowsMicrophone: false })
  page = await person.newPage()
  await load(page)
})

afterAll(async () => {
  await person?.close()
  await server?.kill()
  await site?.close()
  rmSync(server.state, { recursive: true, force: true })
})

/** The page as somebody finds it who has never been there: nothing of what another test sent is remembered. */
async function openPage(): Promise<Page> {
  await page.evaluate(() => localStorage.clear())
  await load(page)
  return page
}

async function load(page: Page): Promise<void> {
  await page.goto('/')
  await page.waitForFunction(() => 'clients' in globalThis)
}

/** What of an upload's options can travel into a page. */
interface Wishes {
  chunkSize?: number
  parallelUploads?: number
  uploadLengthDeferred?: boolean
  uploadDataDuringCreation?: boolean
  overridePatchMethod?: boolean
  headers?: Record<string, string>
  file?: string
  /** What it says to be long. */
  uploadSize?: number
  /** Goes on with this one. */
  uploadUrl?: string
  /** The SHA-1 that it says its bytes to have. */
  sha1?: string
  /** Somebody else brings the next bytes before its second request with bytes does. */
  overtaken?: boolean
  /** Stops by itself when so many bytes count. */
  stopAt?: number
  /** Goes on with what was left. */
  resume?: boolean
}

interface Outcome {
  state?: string | undefined
  clip?: string | undefined
  url?: string | null
  /** Of what was refused. */
  status?: number | undefined
  code?: string
  /** Where the first request with bytes began. */
  from?: string | undefined
}

/** One upload by tus-js-client, in the page. */
const send = (page: Page, wishes: Wishes = {}): Promise<Outcome> =>
  page.evaluate(
    async ({ endpoint, token, file: path = '/file.opus', stopAt, resume, sha1, overtaken, ...wished }) => {
      const blob = await (await fetch(path)).blob()
      const file = new File([blob], 'speech.opus', { type: 'audio/ogg', lastModified: 1 })
      const { tus } = globalThis.clients
      return new Promise<Outcome>((resolve) => {
        let from: string | undefined
        let isOvertaken = !overtaken
        /** Ninety-nine bytes of the file from where it stands. */
        const overtake = async (at: number) => {
          const headers = {
            ...token,
            'Tus-Resumable': '1.0.0',
            'Upload-Offset': String(at),
            'Content-Type': 'application/offset+octet-stream',
          }
          await fetch(upload.url ?? '', { method: 'PATCH', headers, body: blob.slice(at, at + 99) })
        }
        const upload = new tus.Upload(wished.uploadLengthDeferred ? (file.stream().getReader() as never) : file, {
          endpoint,
          headers: token,
          metadata: { filename: file.name, filetype: file.type, ack: 'indexed' },
          retryDelays: [0, 100, 200, 400, 800, 1_600, 3_200],
          ...wished,
          onBeforeRequest: async (request) => {
            if (request.getMethod() !== 'PATCH') return
            const at = request.getHeader('Upload-Offset')
            from ??= at
            if (sha1 !== undefined) request.setHeader('Upload-Checksum', `sha1 ${sha1}`)
            if (isOvertaken || at === '0') return
            isOvertaken = true
            await overtake(Number(at))
          },
          onChunkComplete: (_, accepted) => {
            if (stopAt !== undefined && accepted >= stopAt)
              void upload.abort().then(() => resolve({ state: 'stopped' }))
          },
          onSuccess: ({ lastResponse }) =>
            resolve({
              state: lastResponse.getHeader('Earshot-Upload-State'),
              clip: lastResponse.getHeader('Earshot-Clip'),
              url: upload.url,
              from,
            }),
          onError: (error) => {
            const answer = 'originalResponse' in error ? error.originalResponse : null
            resolve({
              url: upload.url,
              status: answer?.getStatus(),
              code: JSON.parse(answer?.getBody() || '{}').error?.code,
            })
          },
        })
        const begin = async () => {
          const [previous] = resume ? await upload.findPreviousUploads() : []
          if (previous !== undefined) upload.resumeFromPreviousUpload(previous)
          upload.start()
        }
        void begin()
      })
    },
    { endpoint: `${server.origin}/v1/uploads`, token: ada.headers, ...wishes },
  )

async function expectMessage({ state, clip }: Outcome): Promise<void> {
  expect(state).toBe('announced')
  expect(await ada.played(clip ?? '')).toBe(sha256(FILE))
}

describe('tus-js-client', () => {
  it.each<[string, Wishes]>([
    ['whole', {}],
    ['in chunks', { chunkSize: 300 * KIB }],
    ['in parallel', { parallelUploads: 3 }],
    ['without saying its length', { uploadLengthDeferred: true, chunkSize: 300 * KIB }],
    ['with its creation', { uploadDataDuringCreation: true }],
    ['by POST alone', { overridePatchMethod: true, chunkSize: 700 * KIB }],
  ])('sends a message %s', async (_, wishes) => {
    await expectMessage(await send(await openPage(), wishes))
  })

  it('goes on in a page that was reloaded, where the one before it stopped', async () => {
    const page = await openPage()
    expect(await send(page, { chunkSize: 300 * KIB, stopAt: 600 * KIB })).toEqual({ state: 'stopped' })
    await page.reload()
    await page.waitForFunction(() => 'clients' in globalThis)
    const outcome = await send(page, { chunkSize: 300 * KIB, resume: true })
    expect(Number(outcome.from)).toBeGreaterThanOrEqual(600 * KIB)
    await expectMessage(outcome)
  })

  it.each<[string, Wishes, Outcome]>([
    ['without a token', { headers: {} }, { status: 401, code: 'token-missing' }],
    ['what is no Ogg Opus', { file: '/speech.wav' }, { status: 422, code: 'not-a-clip' }],
    ['what is too large', { uploadSize: MAX_UPLOAD_BYTES + 1 }, { status: 413, code: 'too-large' }],
  ])('is told why it is refused: %s', async (_, wishes, refusal) => {
    expect(await send(await openPage(), wishes)).toMatchObject(refusal)
  })

  it('counts nothing of what does not match its checksum, and goes on with what does', async () => {
    const page = await openPage()
    const { status, url } = await send(page, { sha1: 'Kq5sNclPz7QV2+lfQIuc6R7oRu0=' })
    expect([status, await ada.offsetOf(url ?? '')]).toEqual([460, 0])
    const sha1 = createHash('sha1').update(FILE).digest('base64')
    await expectMessage(await send(page, { sha1, uploadUrl: url ?? '' }))
  })

  it('goes on from where it stands when its offset is wrong', async () => {
    await expectMessage(await send(await openPage(), { chunkSize: 300 * KIB, overtaken: true }))
  })

  it('begins anew where the upload it was to go on with is gone', async () => {
    const page = await openPage()
    expect(await send(page, { chunkSize: 300 * KIB, stopAt: 600 * KIB })).toEqual({ state: 'stopped' })
    const [previous] = await page.evaluate(() =>
      Object.keys(localStorage).map((key) => JSON.parse(localStorage.getItem(key) ?? '{}').uploadUrl as string),
    )
    expect((await ada.ask(previous ?? '', { method: 'DELETE' })).status).toBe(204)
    const outcome = await send(page, { chunkSize: 300 * KIB, resume: true })
    expect([outcome.from, outcome.url === previous]).toEqual(['0', false])
    await expectMessage(outcome)
  })
})

/** Puts one file into an Uppy of the page's, which begins to send it. */
const addToUppy = (page: Page, chunkSize: number): Promise<void> =>
  page.evaluate(
    async ({ endpoint, headers, chunkSize }) => {
      const { Uppy, Tus } = globalThis.clients
      const uppy = new Uppy({ id: 'messages', autoProceed: false }).use(Tus, { endpoint, headers, chunkSize })
      uppy.addFile({
        name: 'a long name of a file.opus',
        type: 'audio/ogg',
        data: await (await fetch('/file.opus')).blob(),
      })
      const outcome = uppy.upload().then((result) => ({
        failed: result?.failed?.map(({ error }) => String(error)) ?? [],
        urls: result?.successful?.map(({ uploadURL = '' }) => uploadURL) ?? [],
      }))
      Object.assign(globalThis, { uppy, outcome })
    },
    { endpoint: `${server.origin}/v1/uploads`, headers: ada.headers, chunkSize },
  )

declare global {
  var uppy: InstanceType<typeof globalThis.clients.Uppy>
  var outcome: Promise<{ failed: string[]; urls: string[] }>
}

const sentByUppy = async (page: Page): Promise<Outcome> => {
  const { failed, urls } = await page.evaluate(() => globalThis.outcome)
  expect(failed).toEqual([])
  expect(urls).toHaveLength(1)
  const ask = async () => {
    const { headers } = await ada.ask(urls[0] ?? '', { method: 'HEAD' })
    const [state, clip] = [headers.get('earshot-upload-state') ?? '', headers.get('earshot-clip') ?? '']
    return state === 'announced' && { state, clip }
  }
  return until(ask, 'the message to be announced')
}

describe('Uppy', () => {
  it('sends a message, whose author is not called as the file is', async () => {
    const page = await openPage()
    await addToUppy(page, 700 * KIB)
    const message = await sentByUppy(page)
    await expectMessage(message)
    const answer = await ada.ask(`/v1/clips/${message.clip}`)
    expect(((await answer.json()) as { by: { name: string } }).by.name).not.toContain('.opus')
  })

  it('goes on after a pause', async () => {
    const page = await openPage()
    await addToUppy(page, 200 * KIB)
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const pause = (_: unknown, { bytesUploaded }: { bytesUploaded: number | false }) => {
            if (!bytesUploaded) return
            globalThis.uppy.off('upload-progress', pause)
            globalThis.uppy.pauseAll()
            resolve()
          }
          globalThis.uppy.on('upload-progress', pause)
        }),
    )
    await page.evaluate(() => globalThis.uppy.resumeAll())
    await expectMessage(await sentByUppy(page))
  })

  it('goes on when the network is back', async () => {
    const page = await openPage()
    let cut = false
    // The second chunk never gets through while the network is away.
    await page.route('**/v1/uploads/*', async (route) => {
      if (cut || route.request().headers()['upload-offset'] !== String(400 * KIB)) return route.continue()
      cut = true
      return route.abort('connectionreset')
    })
    await addToUppy(page, 400 * KIB)
    await expectMessage(await sentByUppy(page))
    expect(cut).toBe(true)
  })
})
