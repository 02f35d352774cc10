/** What else can be done with a clip: save it in one of two containers, see who heard it, delete it. */

import { useEffect } from 'preact/hooks'
import { FailureLine } from '../../app/failure.tsx'
import { useAct } from '../../app/use-act.ts'
import { words } from '../../i18n/language.ts'
import { DeleteIcon, DownloadIcon, ForwardIcon, MoreIcon, ReplyIcon } from '../../icons.tsx'
import { MenuItem } from '../../overlay/menu-item.tsx'
import { Popover } from '../../overlay/popover.tsx'
import { usePopover } from '../../overlay/use-popover.ts'
import { useHere } from '../here.ts'
import { replyTo } from '../messages/reply-button.tsx'
import { withShownName } from '../shown-names.ts'
import type { Container } from './clip-links.ts'
import { titleOf } from './clip-title.ts'
import { HeardByList } from './heard-by.tsx'
import type { PlayableEntry } from './next-to-play.ts'

export function ClipMenu({ entry }: { entry: PlayableEntry }) {
  const { anchor, button, close, finish } = usePopover()
  const w = words.value.clip
  return (
    <>
      <button type="button" class="icon-button" aria-label={`${w.more}: ${titleOf(entry)}`} {...button}>
        <MoreIcon />
      </button>
      {anchor === undefined ? null : (
        <Popover anchor={anchor} label={w.more} onClose={close}>
          <Items entry={entry} onDone={finish} />
        </Popover>
      )}
    </>
  )
}

function Items({ entry, onDone }: { entry: PlayableEntry; onDone: () => void }) {
  const { live, dialogs } = useHere()
  const w = words.value.clip
  const { id } = entry.clip
  const people = live.listening.heardBy(id).map(withShownName)
  const mayDelete = live.isOwner || entry.by.person === live.me.value.person
  useEffect(() => void live.listening.askWhoHeard(id), [live, id])
  // On a phone the timeline is a dialog itself, and comes back behind the question.
  const ask = (is: 'delete-clip' | 'forward') => () => {
    onDone()
    dialogs.show({ is, entry, back: dialogs.open.peek() })
  }
  const answer = () => {
    onDone()
    replyTo(live, id, Math.min(entry.clip.durationMs, live.listening.player.positionOf(id)))
  }
  return (
    <>
      <MenuItem
        icon={<ReplyIcon />}
        label={words.value.messages.reply}
        hint={words.value.messages.replyHint}
        onChoose={answer}
      />
      {/* What burns is heard once, here: no copy of it is offered. */}
      {entry.clip.burnsAtMs === undefined ? (
        <>
          <MenuItem icon={<ForwardIcon />} label={words.value.messages.forward} onChoose={ask('forward')} />
          <Download entry={entry} as="ogg" label={w.download} hint={w.downloadHint} />
          <Download entry={entry} as="mp4" label={w.downloadMp4} hint={w.downloadMp4Hint} />
        </>
      ) : null}
      <div class="menu-group">
        <HeardByList people={people} />
      </div>
      {mayDelete ? (
        <div class="menu-group">
          <MenuItem icon={<DeleteIcon />} label={w.delete} danger onChoose={ask('delete-clip')} />
        </div>
      ) : null}
    </>
  )
}

interface DownloadProps {
  entry: PlayableEntry
  as: Container
  label: string
  hint: string
}

function Download({ entry, as, label, hint }: DownloadProps) {
  const { links } = useHere().live.listening
  const { failed, act } = useAct()
  const save = () => act(async () => follow(await links.of(entry.clip.id, { as, download: true })))
  return (
    <>
      <MenuItem icon={<DownloadIcon />} label={label} hint={hint} onChoose={save} />
      <FailureLine failed={failed} />
    </>
  )
}

/** The answer says that it is a file to save, and what it is called. */
function follow(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}
