/** A page of the SDK's own site on which somebody records voice messages. */

import type { Page } from 'playwright-core'
import type {
  MessageDraft,
  OutgoingMessage,
  Room,
  VoiceAudio,
  VoiceMessages,
  VoiceRecorder,
} from '../../src/client/index.ts'
import type { KeepingRoom } from './keeping-page.ts'

declare global {
  /** What the page is at. */
  var at: {
    room?: Room
    audio?: VoiceAudio
    messages: VoiceMessages
    recorder?: VoiceRecorder
    outgoing?: OutgoingMessage
    drafts?: MessageDraft[]
  }
}

/** Joins with a microphone that changes nothing of what it hears, and the key up. */
export const joinToRecord = (page: Page, { id, secret, guest }: KeepingRoom): Promise<void> =>
  page.evaluate(
    async ({ id, secret, guest }) => {
      const { EarshotApi, joinRoom, VoiceAudio } = sdk
      const audio = await VoiceAudio.create()
      await audio.openMicrophone({ echoCancellation: false, noiseSuppression: false, autoGainControl: false })
      await audio.unlock()
      const getToken = async () => (await new EarshotApi().requestToken({ room: id, secret, guest })).token
      const room = await joinRoom({ room: id, name: 'Ada', getToken, audio })
      globalThis.at = { room, audio, messages: room.messages }
    },
    { id, secret, guest },
  )

export const record = (page: Page, { trim = true }: { trim?: boolean } = {}): Promise<void> =>
  page.evaluate(async (trim) => {
    at.recorder = await at.messages.record({ trim })
  }, trim)

/** When its first samples were taken, by the wall clock. */
export const recordedSinceMs = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const { recorder } = at
        const stop = recorder?.on('level', () => {
          stop?.()
          resolve(Date.now() - recorder.durationMs)
        })
      }),
  )

export const send = (page: Page): Promise<void> =>
  page.evaluate(() => {
    if (at.recorder !== undefined) at.outgoing = at.recorder.send()
  })

/** How the last message fares. */
export const outgoingState = (page: Page): Promise<string | undefined> => page.evaluate(() => at.outgoing?.state)

export interface SeenDraft {
  id: string
  durationMs: number
  bars: number
  state: string
}

export const drafts = (page: Page): Promise<SeenDraft[]> =>
  page.evaluate(async () => {
    at.drafts = await at.messages.drafts()
    return at.drafts.map(({ id, durationMs, waveform, state }) => ({ id, durationMs, bars: waveform.length, state }))
  })

/** Goes on with the newest draft, or says why not. */
export const goOn = (page: Page): Promise<string | undefined> =>
  page.evaluate(async () => {
    try {
      const [draft] = at.drafts ?? []
      if (draft === undefined) return 'There is none.'
      at.recorder = await draft.resume()
      return undefined
    } catch (error) {
      return (error as { code?: string }).code ?? String(error)
    }
  })

/** How long the message is as it would be sent, and the file itself. */
export const stopped = (page: Page): Promise<{ durationMs: number; bars: number; bytes: number[] }> =>
  page.evaluate(async () => {
    const { recorder } = at
    if (recorder === undefined) throw new Error('Nothing was recorded.')
    await recorder.stop()
    const bytes = [...new Uint8Array(await (await recorder.audio()).arrayBuffer())]
    return { durationMs: recorder.durationMs, bars: recorder.waveform.length, bytes }
  })

export const sendDraft = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const draft = at.drafts?.[0]
    if (draft !== undefined) at.outgoing = draft.send()
  })
