/**
 * Voice messages sent by tus-js-client as it is published, in Node, to the real Worker: in every way that it knows, over lines
 * that break, to servers that die, and with everything that is refused.
 */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { HttpRequest } from 'tus-js-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Runtime, startRuntime } from '../../bench/runtime.ts'
import { MAX_UPLOAD_BYTES, UPLOAD_PIECE_BYTES } from '../../src/protocol/limits.ts'
import { findMediaTools, INSTALL_TIMEOUT_MS } from '../support/media-tools.ts'
import { LOUDEST_BYTES, opusFile } from '../support/opus-files.ts'
import { startTcpProxy } from '../support/tcp-proxy.ts'
import { Sender, type Sending, sha256 } from '../support/tus-uploads.ts'
import { until } from '../support/until.ts'

const SPEECH = fileURLToPath(new URL('../support/speech.wav', import.meta.url))
const LATER = fileURLToPath(new URL('../durable-objects/later-worker.ts', import.meta.url))
const KIB = 1_024

const folder = mkdtempSync(join(tmpdir(), 'earshot-tus-'))
const speechFile = join(folder, 'speech.opus')
/** Two megabytes of the loudest Opus: eight pieces, and what is left. */
const large = Buffer.from(opusFile({ packets: 1_650, packetBytes: LOUDEST_BYTES, seed: 3 }))

let runtime: Runtime
let ada: Sender
let speech: Buffer

beforeAll(async () => {
  findMediaTools()
  const { status, stderr } = spawnSync('opusenc', ['--quiet', SPEECH, speechFile], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  speech = readFileSync(speechFile)
  runtime = await startRuntime()
  ada = await Sender.start(runtime.origin)
}, INSTALL_TIMEOUT_MS)

afterAll(async () => {
  await runtime?.stop()
  rmSync(folder, { recursive: true })
})

/** What was sent is a message, with these very bytes. */
async function expectMessage({ sent }: Pick<Sending, 'sent'>, file: Uint8Array): Promise<void> {
  const { header, url } = await sent
  const last = header('earshot-clip') === undefined ? await ada.ask(url) : undefined
  const clip = header('earshot-clip') ?? last?.headers.get('earshot-clip') ?? ''
  expect(header('earshot-upload-state') ?? last?.headers.get('earshot-upload-state')).toBe('announced')
  expect(await ada.played(clip)).toBe(sha256(file))
}

/** Begins to send, and stops when so many bytes count; answers the upload's address. */
function stoppedAt(bytes: number, file: Buffer, chunkSize: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const { upload } = ada.begin(file, {
    chunkSize,
    onChunkComplete: (_, accepted) => {
      if (accepted >= bytes) void upload.abort().then(() => resolve(upload.url ?? ''))
    },
  })
  return promise
}

describe('a message', () => {
  it('goes as it is', async () => {
    await expectMessage(ada.begin(speech), speech)
    await expectMessage(ada.begin(large), large)
  })

  it('goes in chunks', async () => {
    const offsets: number[] = []
    const onChunkComplete = (_: number, accepted: number) => void offsets.push(accepted)
    await expectMessage(ada.begin(speech, { chunkSize: 8 * KIB, onChunkComplete }), speech)
    expect(offsets.length).toBe(Math.ceil(speech.length / (8 * KIB)))
  })

  it('goes in parallel, and is joined', async () => {
    const parts = ada.begin(large, { parallelUploads: 4, chunkSize: 300 * KIB })
    await expectMessage(parts, large)
    const { url } = await parts.sent
    expect((await ada.ask(url, { method: 'HEAD' })).headers.get('upload-concat')).toMatch(
      /^final;(?:\S+uploads\/[\w-]{22} ?){4}$/,
    )
  })

  it('goes without saying its length', async () => {
    // A stream that is no file's: of a file's, this client gets the length wrong itself.
    const stream = createReadStream(speechFile).pipe(new PassThrough())
    await expectMessage(ada.begin(stream, { uploadLengthDeferred: true, chunkSize: 10 * KIB }), speech)
  })

  it('goes with its creation', async () => {
    await expectMessage(ada.begin(speech, { uploadDataDuringCreation: true }), speech)
    await expectMessage(ada.begin(large, { uploadDataDuringCreation: true, chunkSize: 700 * KIB }), large)
  })

  it('goes by POST where PATCH does not', async () => {
    await expectMessage(ada.begin(speech, { overridePatchMethod: true, chunkSize: 20 * KIB }), speech)
  })

  it('that is sent again under its own id is the same one', async () => {
    const metadata = { ...ada.options().metadata, message: 'x9WvAYyQqEqMh0fVvJw3Kg' }
    const first = await ada.send(speech, { metadata })
    const second = await ada.send(speech, { metadata })
    expect(second.url).toBe(first.url)
    const { clips } = (await (await ada.ask(`/v1/rooms/${ada.room}/clips`)).json()) as { clips: { id: string }[] }
    expect(clips.filter(({ id }) => id === first.header('earshot-clip'))).toHaveLength(1)
  })
})

describe('a message that is interrupted', () => {
  it('goes on where its sender stopped', async () => {
    const uploadUrl = await stoppedAt(900 * KIB, large, 300 * KIB)
    const offsets: number[] = []
    const onProgress = (sentBytes: number) => void offsets.push(sentBytes)
    await expectMessage(ada.begin(large, { uploadUrl, onProgress }), large)
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(900 * KIB)
  })

  it('goes on where its line broke, in the middle of a request', async () => {
    const line = await startTcpProxy(runtime.port)
    const begins: number[] = []
    const onBeforeRequest = (request: HttpRequest) => {
      if (request.getMethod() === 'PATCH') begins.push(Number(request.getHeader('Upload-Offset')))
    }
    line.cutAfter(1_100 * KIB)
    await expectMessage(ada.begin(large, { ...ada.options(line.origin), onBeforeRequest }), large)
    // How much of it had come is a matter of how busy this machine is.
    expect(begins).toHaveLength(2)
    expect(begins[0]).toBe(0)
    await line.close()
  })

  it('goes on where the answer to its creation was lost, under its own id', async () => {
    const line = await startTcpProxy(runtime.port)
    const metadata = { ...ada.options().metadata, message: '0nG3u2yQSr2s1zQm0mYb4A' }
    const options = { ...ada.options(line.origin), metadata, uploadDataDuringCreation: true }
    line.cutAfter(1_100 * KIB)
    await expect(ada.send(large, { ...options, retryDelays: null })).rejects.toThrow('failed to create upload')
    const again = ada.begin(large, options)
    await expectMessage(again, large)
    const { clips } = (await (await ada.ask(`/v1/rooms/${ada.room}/clips`)).json()) as { clips: { id: string }[] }
    expect(new Set(clips.map(({ id }) => id)).size).toBe(clips.length)
    await line.close()
  })

  it('goes on when the server was killed and started again', async () => {
    const { promise: twoPieces, resolve } = Promise.withResolvers<void>()
    const way = ada.begin(large, {
      chunkSize: UPLOAD_PIECE_BYTES,
      retryDelays: Array.from({ length: 60 }, () => 500),
      onChunkComplete: (_, accepted) => accepted >= 2 * UPLOAD_PIECE_BYTES && resolve(),
    })
    await twoPieces
    const { state, port } = runtime
    await runtime.kill()
    runtime = await startRuntime({ state, port })
    await expectMessage(way, large)
  })

  it('in parallel goes on part by part', async () => {
    const line = await startTcpProxy(runtime.port)
    line.cutAfter(1_100 * KIB)
    const options = { ...ada.options(line.origin), parallelUploads: 3, chunkSize: 300 * KIB }
    await expectMessage(ada.begin(large, options), large)
    await line.close()
  })
})

describe('bytes on their way', () => {
  /** Sends two pieces and a byte of a longer body, and no more; answers what comes of it. */
  async function begunToSend(at: string): Promise<{ status: Promise<number | undefined>; end: () => void }> {
    const headers = { ...ada.headers, 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-length': large.length }
    const { promise: status, resolve, reject } = Promise.withResolvers<number | undefined>()
    const type = 'application/offset+octet-stream'
    const patch = request(new URL(at, runtime.origin), {
      method: 'PATCH',
      headers: { ...headers, 'content-type': type },
    })
    patch.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
    await new Promise((written) => patch.write(large.subarray(0, 2 * UPLOAD_PIECE_BYTES + 1), written))
    return { status, end: () => patch.destroy() }
  }

  it('[U13] count before their request has ended, and give way to who asks', async () => {
    const headers = { 'upload-length': String(large.length), 'upload-metadata': `ack ${btoa('indexed')}` }
    const made = await ada.ask('/v1/uploads', { method: 'POST', headers })
    const at = made.headers.get('location') ?? ''
    // On a busy machine the question may overtake the bytes: then they begin anew.
    const offset = await until(async () => {
      const { status, end } = await begunToSend(at)
      const counts = await ada.offsetOf(at)
      expect(await status).toBe(409)
      end()
      return counts || undefined
    }, 'bytes to count')
    expect(offset).toBeLessThanOrEqual(2 * UPLOAD_PIECE_BYTES + 1)
    await expectMessage(ada.begin(large, { uploadUrl: new URL(at, runtime.origin).href }), large)
  })
})

describe('a message that is refused', () => {
  it('is not counted where its checksum does not match, and goes on with one that does', async () => {
    const says = (checksum: string) => (request: HttpRequest) => {
      if (request.getMethod() === 'PATCH') request.setHeader('Upload-Checksum', `sha1 ${checksum}`)
    }
    const wrong = ada.begin(speech, { onBeforeRequest: says('Kq5sNclPz7QV2+lfQIuc6R7oRu0=') })
    await expect(wrong.sent).rejects.toThrow('460')
    expect(await ada.offsetOf(wrong.upload.url ?? '')).toBe(0)
    const right = createHash('sha1').update(speech).digest('base64')
    await expectMessage(ada.begin(speech, { uploadUrl: wrong.upload.url ?? '', onBeforeRequest: says(right) }), speech)
  })

  it('is sent on from where it stands when its offset is wrong', async () => {
    let overtaken = false
    const way = ada.begin(speech, {
      chunkSize: 8 * KIB,
      onBeforeRequest: async (request) => {
        if (overtaken || request.getMethod() !== 'PATCH' || request.getHeader('Upload-Offset') === '0') return
        overtaken = true
        const at = Number(request.getHeader('Upload-Offset'))
        const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(at) }
        const body = Uint8Array.from(speech.subarray(at, at + 99))
        await ada.ask(way.upload.url ?? '', { method: 'PATCH', headers, body })
      },
    })
    await expectMessage(way, speech)
    expect(overtaken).toBe(true)
  })

  it('is too large', async () => {
    expect(await ada.refusal(speech, { uploadSize: MAX_UPLOAD_BYTES + 1 })).toEqual({ status: 413, code: 'too-large' })
  })

  it('is no Ogg Opus, as it says or as it is', async () => {
    const metadata = { filetype: 'audio/wav' }
    const wav = readFileSync(SPEECH)
    expect(await ada.refusal(wav, { metadata })).toEqual({ status: 415, code: 'not-a-clip-type' })
    expect(await ada.refusal(wav)).toEqual({ status: 422, code: 'not-a-clip' })
    expect(await ada.refusal(speech.subarray(0, speech.length - 9))).toEqual({ status: 422, code: 'not-a-clip' })
  })

  it('has no token, or somebody else’s', async () => {
    expect(await ada.refusal(speech, { headers: {} })).toEqual({ status: 401, code: 'token-missing' })
    const uploadUrl = await stoppedAt(8 * KIB, speech, 8 * KIB)
    const eve = await ada.another()
    expect(await eve.refusal(speech, { ...eve.options(), endpoint: null, uploadUrl })).toEqual({
      status: 404,
      code: '',
    })
    await expectMessage(ada.begin(speech, { uploadUrl }), speech)
  })

  it('has expired, and is begun anew', async () => {
    const uploadUrl = await stoppedAt(300 * KIB, large, 300 * KIB)
    const { state, port } = runtime
    await runtime.kill()
    runtime = await startRuntime({ state, port, entry: LATER })
    const later = await ada.renewed()
    expect(await later.refusal(large, { ...later.options(), endpoint: null, uploadUrl })).toMatchObject({ status: 404 })
    const anew = await later.send(large, { uploadUrl })
    expect(anew.url).not.toBe(uploadUrl)
    expect(await later.played(anew.header('earshot-clip') ?? '')).toBe(sha256(large))
  })
})
