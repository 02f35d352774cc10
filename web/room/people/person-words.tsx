/**
 * A person in words: the name with what they are here, a raised hand, and what is the matter with them, as an icon with its
 * words. Of reconnecting, not receiving me, only writing, muted for everyone, deafened and muted the strongest is said;
 * deafened includes muted, and who only listens is neither.
 */

import type { Participant } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import {
  DeafenedIcon,
  HandIcon,
  KeptIcon,
  MutedIcon,
  NotKeptIcon,
  ReconnectIcon,
  SpeakerOffIcon,
} from '../../icons.tsx'
import { useHere } from '../here.ts'
import { RoleBadge } from './role-badge.tsx'

interface PersonWordsProps {
  person: Participant
  /** Our own line is being mended: it is me whom the others miss. */
  away?: boolean
  /** They do not receive what I am saying. */
  misses?: boolean
  /** For what is labelled by the name. */
  id?: string
}

export function PersonWords({ person, away = false, misses = false, id }: PersonWordsProps) {
  const w = words.value.room
  return (
    <div class="person-words">
      <span class="person-name" id={id} title={person.name}>
        <bdi>{person.name}</bdi>
      </span>
      <span class="person-facts">
        {person.isMe ? <span>{w.you}</span> : null}
        <RoleBadge role={person.role} />
        {person.handRaisedAtMs === null ? null : <HandState />}
        <PersonState person={person} away={away} misses={misses} />
        <KeptState person={person} />
      </span>
    </div>
  )
}

function PersonState({ person, away, misses }: Required<Omit<PersonWordsProps, 'id'>>) {
  const w = words.value.room
  if (person.reconnecting || away) return <State icon={<ReconnectIcon />} words={w.reconnecting} />
  if (misses) return <State icon={<SpeakerOffIcon />} words={w.missesMe} />
  if (person.aside) return <State icon={<SpeakerOffIcon />} words={w.onlyWriting} />
  if (person.silenced) return <State icon={<MutedIcon />} words={w.silenced} />
  if (person.deafened) return <State icon={<DeafenedIcon />} words={w.deafened} />
  if (person.muted && person.role !== 'listener') return <State icon={<MutedIcon />} words={w.muted} />
  return null
}

function HandState() {
  return (
    <span class="person-state hand-state">
      <HandIcon />
      {words.value.hand.raised}
    </span>
  )
}

/** In a room that keeps talk: who is not kept; of myself also that I am. */
function KeptState({ person }: { person: Participant }) {
  const { keeping } = useHere().live
  const w = words.value.keeping
  if (!keeping.isOn.value) return null
  if (person.role === 'listener') return null
  if (!person.keep) return <State icon={<NotKeptIcon />} words={w.notKept} />
  return person.isMe ? <State icon={<KeptIcon />} words={w.mineKept} /> : null
}

function State({ icon, words }: { icon: preact.ComponentChildren; words: string }) {
  return (
    <span class="person-state">
      {icon}
      {words}
    </span>
  )
}
