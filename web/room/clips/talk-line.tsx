/**
 * A talk that is still being spoken and kept: a live line at the end of the timeline. It can be listened to from its start,
 * and becomes a clip where it stands when it is over.
 */

import { useCallback, useRef } from 'preact/hooks'
import type { OpenTalk } from '../../../src/client/index.ts'
import { words } from '../../i18n/language.ts'
import { ToNowIcon } from '../../icons.tsx'
import { useHere } from '../here.ts'
import { Time } from '../timeline/time.tsx'
import { ClipTrouble } from './clip-line.tsx'
import { clockOf, wholeSeconds } from './durations.ts'
import { PlayButton } from './play-button.tsx'
import { canPlayLive } from './sources.ts'
import { useTalkClock } from './use-talk-clock.ts'

/** From here on one is told how far one is behind, and may jump. */
const BEHIND_FROM_MS = 2_500

export function TalkLine({ talk }: { talk: OpenTalk }) {
  const { live } = useHere()
  const w = words.value.clip
  const { spokenMs, isSpeaking } = useTalkClock(talk)
  // Nobody wants to hear their own voice while they speak, and the microphone would hear it too.
  const isMine = talk.by.person === live.me.value.person
  return (
    <li class="message message-first clip clip-live" aria-label={w.liveOf(talk.by.name)}>
      <p class="message-head">
        <bdi class="message-name">{talk.by.name}</bdi>
        <Time atMs={talk.startedAtMs} />
      </p>
      <div class="clip-row">
        {isMine || !canPlayLive() ? null : (
          <PlayButton clip={talk.clip} title={w.liveOf(talk.by.name)} play={w.fromStart} />
        )}
        <div class="clip-live-words">
          <p class="clip-live-state">
            <LiveLevel member={talk.member} />
            {isSpeaking ? w.live : w.storing}
            <span class="figures">{clockOf(spokenMs)}</span>
          </p>
          {isMine ? null : <Whereabouts talk={talk} />}
        </div>
        {live.listening.player.clip === talk.clip ? <ToNow /> : null}
      </div>
      <ClipTrouble clip={talk.clip} />
    </li>
  )
}

/** Where I am in it, or how I could be. */
function Whereabouts({ talk }: { talk: OpenTalk }) {
  const { player } = useHere().live.listening
  const w = words.value.clip
  if (!canPlayLive()) return <p class="faint">{w.laterOnly}</p>
  if (player.clip !== talk.clip) return <p class="faint">{w.fromStart}</p>
  return <p class="faint figures">{clockOf(player.positionOf(talk.clip))}</p>
}

/** Whoever fell behind may jump; while one keeps up there is nothing to press. */
function ToNow() {
  const { player } = useHere().live.listening
  const w = words.value.clip
  const behindMs = player.behindMs.value
  if (behindMs < BEHIND_FROM_MS) return null
  return (
    <button type="button" class="button button-small" onClick={() => player.jumpToNow()}>
      <ToNowIcon />
      <span>
        {w.toNow}
        <span class="menu-hint faint figures">{w.behind(wholeSeconds(behindMs))}</span>
      </span>
    </button>
  )
}

/** The speaker's level as it is heard in the room, three bars high. */
function LiveLevel({ member }: { member: number }) {
  const { levels } = useHere().live
  const stop = useRef<() => void>(undefined)
  const attach = useCallback(
    (element: HTMLElement | null) => {
      stop.current?.()
      stop.current = element === null ? undefined : levels.draw(member, element)
    },
    [levels, member],
  )
  return (
    <span ref={attach} class="live-level" aria-hidden="true">
      <span />
      <span />
      <span />
    </span>
  )
}
