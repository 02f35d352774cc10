/**
 * The door of a room: who I am, whether I can be heard, how I will talk. Nothing is sent before "Join".
 * That tap also lets the sound start, where browsers wait for one.
 */

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Failed } from '../app/failed.ts'
import { wordsOf } from '../app/failure.tsx'
import { Masthead } from '../app/masthead.tsx'
import { ownName } from '../app/preferences.ts'
import { RoleTag } from '../app/role-tag.tsx'
import { useTitle } from '../app/title.ts'
import { MicrophoneChoice, SpeakerChoice } from '../devices/device-choice.tsx'
import { MicrophoneCheck } from '../devices/microphone-check.tsx'
import { TalkChoice } from '../devices/talk-choice.tsx'
import { words } from '../i18n/language.ts'
import { cleanName, MAX_NAME_LENGTH } from '../links/names.ts'
import { LeftBehind } from '../room/keeping/left-behind.tsx'
import type { Visit } from '../room/visit.ts'

export function Door({ visit }: { visit: Visit }) {
  const w = words.value.door
  const title = visit.way.roomName.value ?? w.unnamed
  useTitle(title)
  return (
    <div class="page">
      <Masthead />
      <main id="main" class="door">
        <div class="door-head">
          <h1>{title}</h1>
          <RoleTag role={visit.way.role.value} />
          <p class="lead">{visit.way.role.value === 'listener' ? w.leadListener : w.lead}</p>
          <LeftBehind visit={visit} />
        </div>
        <DoorForm visit={visit} />
      </main>
    </div>
  )
}

function DoorForm({ visit }: { visit: Visit }) {
  const w = words.value
  const { desk } = visit
  const { nameField, nameMissing, join } = useJoining(visit)
  const speaks = visit.way.role.value !== 'listener'
  const isReady = desk.state.value.is === 'ready'
  const hasMicrophone = desk.microphone.value.is === 'on'
  useEffect(() => {
    if (!speaks && hasMicrophone) desk.closeMicrophone()
  }, [desk, speaks, hasMicrophone])
  const submit = (event: Event) => {
    event.preventDefault()
    void join(speaks)
  }
  return (
    <form class="door-form" onSubmit={submit} noValidate>
      <NameField field={nameField} missing={nameMissing} />
      <section class="door-sound" aria-label={w.devices.microphone}>
        {/* Who only listens needs no microphone, but the sound, which can fail too. */}
        {speaks || !isReady ? <MicrophoneCheck desk={desk} /> : null}
        {speaks && isReady ? <MicrophoneChoice desk={desk} /> : null}
        <SpeakerChoice desk={desk} />
      </section>
      {speaks ? <TalkChoice /> : null}
      <DoorTrouble failed={visit.trouble.value} />
      <div class="door-actions">
        <button type="submit" class="button button-primary button-large" disabled={!isReady}>
          {w.door.join}
        </button>
        {speaks ? <JoinSilently isReady={isReady} onPress={() => void join(false)} /> : null}
      </div>
    </form>
  )
}

function DoorTrouble({ failed }: { failed: Failed | undefined }) {
  const w = words.value
  if (failed === undefined) return null
  const { title, text } = wordsOf(failed)
  return (
    <p class="door-line" role="status">
      {failed.code === 'unreachable' ? w.door.unreachable : `${w.sentence(title)} ${text}`}
    </p>
  )
}

function JoinSilently({ isReady, onPress }: { isReady: boolean; onPress: () => void }) {
  return (
    <button type="button" class="button button-quiet" disabled={!isReady} onClick={onPress}>
      {words.value.door.joinSilently}
    </button>
  )
}

/** The steps of "Join": a name, the sound, a microphone unless one goes without, then the room. */
function useJoining(visit: Visit) {
  const { desk } = visit
  const [nameMissing, setNameMissing] = useState(false)
  const nameField = useRef<HTMLInputElement>(null)
  const join = async (withMicrophone: boolean) => {
    ownName.value = cleanName(ownName.peek())
    setNameMissing(ownName.peek() === '')
    if (ownName.peek() === '') return nameField.current?.focus()
    await desk.unlock()
    if (!withMicrophone) desk.closeMicrophone()
    else if (desk.microphone.peek().is !== 'on' && !(await desk.openMicrophone())) return
    await visit.join()
  }
  return { nameField, nameMissing, join }
}

function NameField({ field, missing }: { field: { current: HTMLInputElement | null }; missing: boolean }) {
  const w = words.value.door
  const id = useId()
  useEffect(() => {
    // On a touch screen the focus would bring up the keyboard over half of the door.
    if (ownName.peek() === '' && !matchMedia('(pointer: coarse)').matches) field.current?.focus()
  }, [field])
  return (
    <label class="field" for={id}>
      <span class="field-label">{w.yourName}</span>
      <input
        id={id}
        ref={field}
        class="input"
        value={ownName.value}
        maxLength={MAX_NAME_LENGTH}
        autocomplete="nickname"
        aria-invalid={missing}
        aria-describedby={missing ? `${id}-error` : undefined}
        onInput={(event) => {
          ownName.value = event.currentTarget.value
        }}
      />
      {missing ? (
        <span id={`${id}-error`} class="field-error" role="alert">
          {w.nameNeeded}
        </span>
      ) : null}
    </label>
  )
}
