/** Whatever happens to line and server: nothing that was said while it was kept is lost. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Packet } from '../../src/protocol/packet.ts'
import { KeepingStage, slotsOf } from '../support/keeping-stage.ts'

let stage: KeepingStage

describe('whatever happens', () => {
  type Step = 'talk' | 'pause' | 'cut' | 'back' | 'keep' | 'post' | 'fail' | 'stick' | 'free' | 'wait'
  const steps = fc.array(
    fc.constantFrom<Step[]>(
      'talk',
      'talk',
      'talk',
      'pause',
      'cut',
      'back',
      'keep',
      'post',
      'fail',
      'stick',
      'free',
      'wait',
    ),
    { maxLength: 80 },
  )

  /** A room that keeps what came over its connection, and a server that keeps what is posted. */
  class Keeper {
    readonly stored = new Set<number>()
    readonly said = new Set<number>()
    #onLine: number[] = []
    #slot = 0
    #posts = 0

    run(step: Step): void {
      switch (step) {
        case 'talk':
          this.#talk()
          break
        case 'pause':
          stage.endTalk(this.#slot)
          this.#slot += 20
          break
        case 'cut':
          this.#onLine = []
          stage.drop()
          break
        case 'back':
          stage.nowMs += 5_000
          stage.note(stage.session.tick(stage.nowMs)).connect(true)
          break
        case 'keep':
          this.#keep()
          break
        case 'post':
        case 'fail':
          this.#answer(step === 'post' ? 'stored' : 'failed')
          break
        case 'stick':
        case 'free':
          stage.bufferedBytes = step === 'stick' ? 1_000_000 : 0
          stage.nowMs += 400
          break
        case 'wait':
          stage.pong().pass(2_000)
      }
      this.#collect()
    }

    /** Everything works again, and nothing more is said. */
    settle(): void {
      for (const step of ['free', 'cut', 'back'] as const) this.run(step)
      for (let second = 0; second < 20; second += 1) for (const step of ['wait', 'post'] as const) this.run(step)
    }

    #talk(): void {
      this.said.add(this.#slot)
      stage.pong().pass(20).talk(this.#slot, { talkStart: true })
      this.#slot += 2
    }

    /** What went onto the line since the last step reached the room. */
    #collect(): void {
      const audio = stage.sent
        .flat()
        .filter((sent): sent is Packet => typeof sent === 'object' && 'slot' in (sent as object))
      this.#onLine.push(...slotsOf(audio))
      stage.sent = []
    }

    #keep(): void {
      if (this.#onLine.length === 0) return
      for (const slot of this.#onLine) this.stored.add(slot)
      stage.room({ type: 'kept', from: Math.min(...this.#onLine), to: Math.max(...this.#onLine) })
      this.#onLine = []
    }

    #answer(outcome: 'stored' | 'failed'): void {
      const post = stage.posts[this.#posts]
      if (post === undefined) return
      this.#posts += 1
      if (outcome === 'stored') for (const slot of slotsOf(post)) this.stored.add(slot)
      stage.posted(outcome)
    }
  }

  it('every packet that was said is stored, or still in the journal, and all of it is stored in the end', () => {
    fc.assert(
      fc.property(steps, (all) => {
        stage = new KeepingStage().connect()
        const keeper = new Keeper()
        for (const step of all) keeper.run(step)
        expect(
          [...keeper.said].filter((slot) => !keeper.stored.has(slot) && !slotsOf(stage.journal).includes(slot)),
        ).toEqual([])
        keeper.settle()
        expect([...keeper.said].filter((slot) => !keeper.stored.has(slot))).toEqual([])
        expect(stage.journal).toEqual([])
      }),
    )
  })
})
