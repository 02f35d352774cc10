/** Where to pass a clip on to, by an invite into a room that this browser does not know. */

import { useId, useState } from 'preact/hooks'
import { EarshotApi } from '../../../src/client/index.ts'
import { FailureLine } from '../../app/failure.tsx'
import { guestCredential } from '../../app/preferences.ts'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { InviteLinkField } from '../../links/invite-link-field.tsx'
import type { RememberedRoom } from '../../links/remembered-rooms.ts'
import { useHere } from '../here.ts'
import { type Pasted, pastedRoom } from './pasted-room.ts'

type Wrong = Exclude<Pasted['is'], 'room'>

export function ForwardLink({ onFound }: { onFound: (room: RememberedRoom) => void }) {
  const { live } = useHere()
  const w = words.value.messages
  const fault = useId()
  const [pasted, setPasted] = useState('')
  const [wrong, setWrong] = useState<Wrong>()
  const { isBusy, failed, act, forget } = useAct()

  const find = async () => {
    setWrong(undefined)
    const parts = { here: live.room.id, origin: location.origin, guest: guestCredential.peek(), api: new EarshotApi() }
    const found = await pastedRoom(pasted.trim(), parts)
    if (found.is !== 'room') return setWrong(found.is)
    setPasted('')
    onFound(found.room)
  }

  return (
    <form
      class="forward-link"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        act(find)
      }}
    >
      <InviteLinkField
        label={w.forwardLink}
        pasted={pasted}
        isWrong={wrong !== undefined || failed !== undefined}
        describedBy={fault}
        onInput={(text) => {
          setPasted(text)
          setWrong(undefined)
          forget()
        }}
      />
      <button type="submit" class="button" aria-disabled={isBusy} disabled={pasted.trim() === ''}>
        {isBusy ? w.forwardFinding : w.forwardFind}
      </button>
      <div id={fault} class="forward-link-wrong">
        {wrong === undefined ? <FailureLine failed={failed} /> : <WrongLine wrong={wrong} />}
      </div>
    </form>
  )
}

function WrongLine({ wrong }: { wrong: Wrong }) {
  const { messages, home } = words.value
  const said = { 'no-link': home.badLink, here: messages.forwardHere, listening: messages.forwardListening }
  return (
    <p class="field-error" role="alert">
      {said[wrong]}
    </p>
  )
}
