/**
 * A message that was recorded here and not sent, because the page was closed, crashed, or its author did not choose: to be
 * listened to, gone on with, sent or thrown away. Calm, above the field to write in, one after the other.
 */

import type { MessageDraft } from '../../../src/client/index.ts'
import { momentOf, words } from '../../i18n/language.ts'
import { MicrophoneIcon, WarningIcon } from '../../icons.tsx'
import { clockOf } from '../clips/durations.ts'
import { useHere } from '../here.ts'
import { BurnChosen, BurnMenu } from './burn-menu.tsx'
import { PreviewRow } from './preview-row.tsx'

export function DraftBar() {
  const { messages } = useHere().live
  const w = words.value.messages
  const [draft, ...others] = messages.drafts.all.value
  if (draft === undefined) return null
  return (
    <section class="draft-bar" aria-label={w.drafts}>
      <Draft key={draft.id} draft={draft} more={others.length} />
    </section>
  )
}

function Draft({ draft, more }: { draft: MessageDraft; more: number }) {
  const { messages, standing } = useHere().live
  const w = words.value.messages
  const length = clockOf(draft.durationMs)
  return (
    <>
      <p>
        <strong>{w.draft(length)}</strong>{' '}
        <span class="faint">
          {w.draftHint(momentOf(draft.recordedAtMs))}
          {more === 0 ? null : ` (${w.draftsMore(more)})`}
        </span>
      </p>
      <PreviewRow
        id={draft.id}
        sound={() => draft.audio()}
        durationMs={draft.durationMs}
        waveform={draft.waveform}
        title={w.preview(length)}
      />
      {draft.ended === undefined || draft.ended === 'file' ? null : <p>{w.draftEnded[draft.ended]}</p>}
      {draft.warnings.has('storage-low') ? (
        <p class="outgoing-warning">
          <WarningIcon />
          <span>{w.outgoing.keepOpen}</span>
        </p>
      ) : null}
      <BurnChosen />
      <div class="actions">
        <button type="button" class="button button-small" onClick={() => messages.discardDraft(draft)}>
          {w.discard}
        </button>
        {draft.ended === undefined && standing.maySpeak.value ? (
          <button
            type="button"
            class="button button-small"
            aria-label={w.resume}
            onClick={() => messages.goOnWithDraft(draft)}
          >
            <MicrophoneIcon />
            {w.resumeShort}
          </button>
        ) : null}
        <span class="send-with-options">
          <BurnMenu />
          <button type="button" class="button button-small button-primary" onClick={() => messages.sendDraft(draft)}>
            {w.send}
          </button>
        </span>
      </div>
    </>
  )
}
