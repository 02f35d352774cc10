/**
 * What is the matter with the devices: a call has taken the sound, one device took the place of another, a new one is
 * there to be used. Calm, and gone when its reason is.
 */

import { useEffect } from 'preact/hooks'
import { announce } from '../app/announce.ts'
import type { Desk } from '../devices/desk.ts'
import type { Changes } from '../devices/plug-news.ts'
import type { Words } from '../i18n/en.ts'
import { words } from '../i18n/language.ts'
import { HeadphonesIcon, MutedIcon, SpeakerOffIcon } from '../icons.tsx'
import { useHere } from './here.ts'
import { Line } from './line.tsx'

/** One tap brings back microphone and sound; until then it says which of them is gone. */
export function InterruptionLine() {
  const { desk } = useHere().visit
  const w = words.value.interruption
  const { microphone, sound } = desk.interruption.value
  const [title, text] = interruptionWords(desk, w)
  useEffect(() => {
    if (title !== '') announce(`${title} ${text}`)
  }, [title, text])
  if (!microphone && !sound) return null
  return (
    <button type="button" class="line line-button" onClick={() => void desk.recover()}>
      {sound ? <SpeakerOffIcon /> : <MutedIcon />}
      <span>
        <strong>{title}</strong> {text}
      </span>
    </button>
  )
}

function interruptionWords(desk: Desk, w: Words['interruption']): readonly [string, string] {
  const { microphone, sound } = desk.interruption.value
  if (!microphone && !sound) return ['', '']
  if (desk.stillInterrupted.value) return [w.still, w.stillText]
  if (microphone && sound) return [w.both, w.bothText]
  return sound ? [w.sound, w.soundText] : [w.microphone, w.microphoneText]
}

/** One device has taken the place of another by itself. */
export function ChangedDeviceLine() {
  const { desk } = useHere().visit
  const w = words.value
  const changes = desk.news.changes.value
  const [title, text] = changes === undefined ? ['', ''] : changeWords(changes, w.plugs)
  useEffect(() => {
    if (title !== '') announce(`${title} ${text}`)
  }, [title, text])
  if (changes === undefined) return null
  return (
    <Line icon={<HeadphonesIcon />} title={title} text={text}>
      <button type="button" class="button button-small" onClick={() => desk.news.dismiss()}>
        {w.actions.close}
      </button>
    </Line>
  )
}

function changeWords({ microphone, speaker }: Changes, w: Words['plugs']): readonly [string, string] {
  const changes = [microphone, speaker].flatMap((change) => change ?? [])
  const now = changes.map(({ kind, to }) => {
    if (kind === 'microphone') return w.speakThrough(to)
    return to === '' ? w.hearThroughSystem : w.hearThrough(to)
  })
  const why = changes[0]?.why ?? 'system'
  if (why === 'system') return [w.system, now.join(' ')]
  const [one = '', other] = changes.map(({ from, to }) => (why === 'lost' ? from : to))
  const title = other === undefined ? w[why](one) : w[`${why}Both`](one, other)
  return [title, [...now, ...(why === 'lost' ? [w.untilBack] : [])].join(' ')]
}

/** Something new is plugged in, and not in use. */
export function OfferLine() {
  const { desk } = useHere().visit
  const { live } = useHere()
  const w = words.value
  const offer = desk.news.offer.value
  const maySpeak = live.standing.maySpeak.value
  const microphone = maySpeak ? offer?.microphone : undefined
  const name = (microphone ?? offer?.speaker)?.label ?? ''
  useEffect(() => {
    if (name !== '') announce(w.plugs.offered(name))
  }, [name, w])
  if (name === '') return null
  const use = async () => {
    if (offer?.speaker !== undefined) await desk.chooseSpeaker(offer.speaker.deviceId)
    if (microphone !== undefined) await desk.chooseMicrophone(microphone.deviceId)
  }
  return (
    <Line icon={<HeadphonesIcon />} title={w.plugs.offered(name)} text="">
      <button type="button" class="button button-small button-primary" onClick={() => void use()}>
        {w.plugs.use}
      </button>
      <button type="button" class="button button-small" onClick={() => desk.news.decline()}>
        {w.actions.close}
      </button>
    </Line>
  )
}
