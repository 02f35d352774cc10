/** How a load is going: one line, rewritten on a terminal; elsewhere a line when something begins and every few seconds. */

import type { Phase, Progress } from './measurement.ts'
import { count, milliseconds, share } from './words.ts'

const LINE_EVERY_MS = 5_000
const REWRITE = '\r\u001b[2K'

const PHASES: Record<Phase, string> = {
  joining: 'Joining',
  'warming-up': 'Warming up',
  measuring: 'Measuring',
  settling: 'Waiting for stragglers',
  leaving: 'Leaving',
}

interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

export class ProgressLine {
  readonly #output: Output
  #lastAtMs = Number.NEGATIVE_INFINITY
  #isOpen = false

  constructor(output: Output) {
    this.#output = output
  }

  tokens(got: number, wanted: number): void {
    this.#show(`Tokens ${got}/${wanted}`, got === wanted)
  }

  phase(phase: Phase): void {
    this.#show(PHASES[phase], true)
  }

  progress(progress: Progress): void {
    const { phase, joined, lines, failed } = progress
    if (phase === 'settling' || phase === 'leaving') return
    const refused = failed > 0 ? `, ${failed} not` : ''
    const heard = phase === 'measuring' ? ` · ${heardOf(progress)}` : ''
    this.#show(`${PHASES[phase]} · joined ${joined}/${lines}${refused}${heard}`, false)
  }

  /** What is printed next begins on a line of its own. */
  end(): void {
    if (this.#isOpen) this.#output.write('\n')
    this.#isOpen = false
  }

  #show(text: string, isNews: boolean): void {
    const nowMs = performance.now()
    if (this.#output.isTTY === true) {
      this.#output.write(REWRITE + text)
      this.#isOpen = true
    } else if (isNews || nowMs - this.#lastAtMs >= LINE_EVERY_MS) {
      this.#output.write(`${text}\n`)
      this.#lastAtMs = nowMs
    }
  }
}

function heardOf({ deliveredPerSecond, deliveredShare, p50Ms, p99Ms }: Progress): string {
  const delays = `p50 ${milliseconds(p50Ms)}, p99 ${milliseconds(p99Ms)}`
  return `${count(deliveredPerSecond)} packets/s · ${share(deliveredShare)} delivered · ${delays}`
}
