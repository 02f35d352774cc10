/** A page of the SDK's own site whose speaker agrees to be kept, in a room that keeps talk. */

import type { Page } from 'playwright-core'
import type { Room } from '../../src/client/index.ts'
import { EarshotApi } from '../../src/client/index.ts'

declare global {
  var keeping: Room
}

export interface KeepingRoom {
  id: string
  /** Tokens of one person, however often they come. */
  secret: string
  guest: string
  getToken: () => Promise<string>
}

export async function makeKeepingRoom(origin: string): Promise<KeepingRoom> {
  const api = new EarshotApi(origin)
  const { room, guestSecret: secret } = await api.createRoom({ name: 'Archive', keepTalk: true, keepDays: 1 })
  const { guest } = await api.requestToken({ room: room.id, secret })
  const getToken = async () => (await api.requestToken({ room: room.id, secret, guest })).token
  return { id: room.id, secret, guest, getToken }
}

/** Joins with the key up, and with a microphone that changes nothing of what it hears. */
export async function joinKept(page: Page, { id, secret, guest }: KeepingRoom): Promise<void> {
  await page.evaluate(
    async ({ id, secret, guest }) => {
      const { EarshotApi, joinRoom, VoiceAudio } = sdk
      const audio = await VoiceAudio.create()
      await audio.openMicrophone({ echoCancellation: false, noiseSuppression: false, autoGainControl: false })
      await audio.unlock()
      const getToken = async () => (await new EarshotApi().requestToken({ room: id, secret, guest })).token
      globalThis.keeping = await joinRoom({ room: id, name: 'Ada', getToken, audio, talk: 'push', keep: true })
    },
    { id, secret, guest },
  )
}

/** The key goes down, or up again; answers when, by the wall clock. */
export const setTalking = (page: Page, pressed: boolean): Promise<number> =>
  page.evaluate((pressed) => {
    keeping.setTalking(pressed)
    return Date.now()
  }, pressed)

export const unkeptMs = (page: Page): Promise<number> => page.evaluate(() => keeping.unkeptMs)

/** Resolves when the page's microphone has spoken for so long: speech takes its time. */
export async function speakFor(page: Page, ms: number): Promise<void> {
  await page.waitForFunction((untilMs) => Date.now() >= untilMs, Date.now() + ms, {
    polling: 20,
    timeout: 2 * ms + 5_000,
  })
}
