/**
 * A person in words: the name with who they are here, and what is the matter with them, as an icon with its words.
 * Of reconnecting, silenced by the owner, deafened and muted the strongest is said; deafened includes muted.
 */

import type { Participant } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { DeafenedIcon, MutedIcon, ReconnectIcon } from '../../icons.tsx'

export function NameLine({ person, id }: { person: Participant; id?: string }) {
  const w = words.value.room
  return (
    <span class="person-name">
      <span class="person-name-text" id={id} title={person.name}>
        {person.name}
      </span>
      {person.isMe ? <span class="tag">{w.you}</span> : null}
      {person.role === 'owner' ? <span class="tag">{w.owner}</span> : null}
    </span>
  )
}

export function PersonState({ person, away }: { person: Participant; away: boolean }) {
  const w = words.value.room
  if (person.reconnecting || away) return <State icon={<ReconnectIcon />} words={w.reconnecting} />
  if (person.silenced) return <State icon={<MutedIcon />} words={w.silenced} />
  if (person.deafened) return <State icon={<DeafenedIcon />} words={w.deafened} />
  if (person.muted) return <State icon={<MutedIcon />} words={w.muted} />
  return null
}

function State({ icon, words }: { icon: preact.ComponentChildren; words: string }) {
  return (
    <span class="person-state">
      {icon}
      {words}
    </span>
  )
}
