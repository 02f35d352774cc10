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
import { CloseIcon, HeadphonesIcon, MutedIcon, SpeakerOffIcon } from '../icons.tsx'
import { useHere } from './here.ts'
import { Line } from './line.tsx'

/** One tap brings back microphone and sound; until then it says which of them is gone. */
export function InterruptionLine() {
  const { visit, live } = useHere()
  const { desk } = visit
  const w = words.value.interruption
  const { microphone, sound } = desk.interruption.value
  // Nobody is heard now, and the rings would stay as they were.
  useEffect(() => {
    if (sound) live.levels.show(new Map(), live.room.me.member)
  }, [sound, live])
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
      <Dismiss onPress={() => desk.news.dismiss()} />
    </Line>
  )
}

function changeWords({ microphone, speaker }: Changes, w: Words['plugs']): readonly [string, string] {
  const changes = [microphone, speaker].flatMap((change) => change ?? [])
  // Where the system plays goes without saying, beside what one speaks through.
  const told = changes.filter(({ to }) => to !== '').map(({ to }) => w.now(to))
  const now = told.length > 0 ? told.join(' ') : w.nowSystem
  const why = changes[0]?.why ?? 'system'
  if (why === 'system') return [w.system, now]
  const [one = '', other] = changes.map(({ from, to }) => (why === 'lost' ? from : to))
  const title = other === undefined ? w[why](one) : w[`${why}Both`](one, other)
  return [title, why === 'lost' ? `${now} ${w.untilBack}` : '']
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
  const use = () => {
    if (offer?.speaker !== undefined) void desk.chooseSpeaker(offer.speaker.deviceId)
    if (microphone !== undefined) void desk.chooseMicrophone(microphone.deviceId)
  }
  const ask = microphone === undefined ? w.plugs.offeredSpeaker : w.plugs.offeredMicrophone
  const isBoth = microphone !== undefined && offer?.speaker !== undefined
  return (
    <Line icon={<HeadphonesIcon />} title={w.plugs.offered(name)} text={isBoth ? w.plugs.offeredBoth : ask}>
      <button type="button" class="button button-small button-primary" onClick={use}>
        {w.plugs.use}
      </button>
      <Dismiss onPress={() => desk.news.decline()} />
    </Line>
  )
}

function Dismiss({ onPress }: { onPress: () => void }) {
  const { close } = words.value.actions
  return (
    <button type="button" class="icon-button" aria-label={close} title={close} onClick={onPress}>
      <CloseIcon />
    </button>
  )
}
