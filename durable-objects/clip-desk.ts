/**
 * What is asked about clips, by people whose token or link the Worker has checked: looked up and changed here, judged by
 * src/archive. Synchronous; whoever calls has what follows carried out.
 */

import type { EntryRefusal } from '../src/archive/admission.ts'
import { isOver } from '../src/archive/burning.ts'
import type {
  Asker,
  ClipFinding,
  ClipQuestion,
  ClipRefusal,
  Listener,
  Outbox,
  Receipt,
} from '../src/archive/clip-answers.ts'
import type { Refused } from '../src/archive/refused.ts'
import { detailsOf, isForgotten, outboxItemOf, type StoredTalk } from '../src/archive/stored-talk.ts'
import { readStored } from '../src/archive/talk-packets.ts'
import { isStuckAt } from '../src/archive/talk-timing.ts'
import { timelineOf } from '../src/clips/timeline.ts'
import { waveformOf } from '../src/clips/waveform.ts'
import { WAVEFORM } from '../src/protocol/clip.ts'
import type { KeepingParts } from './keeping-parts.ts'

type DeskParts = Pick<KeepingParts, 'tables' | 'talks' | 'heard' | 'door'>
type Found = { ok: true; talk: StoredTalk } | Refused<ClipRefusal>

export class ClipDesk {
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  /** `asker` null: the bearer of a link to this very clip. */
  find(clip: string, asker: Asker | null): Found {
    const entry = asker === null ? ({ ok: true } as const) : this.#parts.door.entry(asker)
    if (!entry.ok) return entry
    const talk = this.#parts.tables.room() && this.#parts.talks.talk(clip)
    if (talk === undefined) return { ok: false, reason: 'unknown-clip' }
    return isForgotten(talk) ? { ok: false, reason: 'clip-deleted' } : { ok: true, talk }
  }

  clip({ clip, asker, listener = asker?.person, brief = false, toHear = false }: ClipQuestion): ClipFinding {
    const found = this.find(clip, asker)
    if (!found.ok) return found
    const { talk } = found
    if (toHear && listener !== undefined && this.#hasHad(talk, listener)) return { ok: false, reason: 'clip-burnt' }
    const waveform = talk.made === null && !brief ? this.#waveformSoFar(clip) : NO_WAVEFORM
    const details = detailsOf(talk, this.#parts.tables.room()?.id ?? '', waveform, this.#parts.heard.by(clip))
    return { ok: true, details, key: talk.made?.key ?? null }
  }

  /** Who has heard each of these clips; clips that are gone, or nobody knows, are not in it. */
  heardBy(clips: readonly string[]): Record<string, Listener[]> {
    const there = clips.filter((clip) => this.find(clip, null).ok)
    return Object.fromEntries(there.map((clip) => [clip, this.#parts.heard.by(clip)]))
  }

  outbox(asker: Asker): ({ ok: true } & Outbox) | Refused<EntryRefusal | 'not-allowed'> {
    const entry = this.#parts.door.entry(asker)
    if (!entry.ok) return entry
    if (asker.role !== 'owner') return { ok: false, reason: 'not-allowed' }
    const unfinished = this.#parts.talks.unfinishedTalks().filter(({ state }) => state !== 'forgetting')
    const isStuck = (talk: StoredTalk) => this.isStuck(talk)
    const [stuck, waiting] = [unfinished.filter(isStuck), unfinished.filter((talk) => !isStuck(talk))]
    return { ok: true, waiting: waiting.map(outboxItemOf), stuck: stuck.map(outboxItemOf) }
  }

  /** Whether an owner has to look after it: it is not tried by itself any more, or has been for long, and in vain. */
  isStuck(talk: StoredTalk): boolean {
    return talk.dueAtMs === null || isStuckAt(talk, Date.now())
  }

  /** Who may delete a clip: whoever said it, and the owner. */
  mayForget({ by }: StoredTalk, { person, role }: Asker): boolean {
    return role === 'owner' || by.person === person
  }

  /** The receipt of a clip that has been deleted before. */
  receipt(clip: string): Receipt | undefined {
    return this.#parts.talks.talk(clip)?.receipt ?? undefined
  }

  #hasHad({ clip, made }: StoredTalk, person: string): boolean {
    if (made?.clip.burnsAtMs === undefined) return false
    const burntAtMs = this.#parts.heard.burntAtMs(clip, person)
    return burntAtMs !== undefined && isOver(burntAtMs, Date.now())
  }

  #waveformSoFar(clip: string): number[] {
    const timeline = timelineOf(this.#parts.talks.chunks(clip).flatMap(readStored))
    return timeline === undefined ? NO_WAVEFORM : waveformOf(timeline)
  }
}

const NO_WAVEFORM = new Array<number>(WAVEFORM.least).fill(0)
