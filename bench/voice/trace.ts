/**
 * A link as a list: how long a message takes that leaves in each 20 ms step, and which are lost. A trace is a text file,
 * so that a trial can be repeated and read; longer trials run through it again from its begin.
 */

/** A frame: nothing leaves a client more often. */
export const STEP_MS = 20
const STEPS_PER_LINE = 1000 / STEP_MS

export interface Stall {
  fromMs: number
  toMs: number
}

export interface Trace {
  name: string
  /** What it stands for. */
  about: string
  /** How it was made, and from which published facts. */
  source: string
  /** There and back without jitter, as a ping tells. */
  rttMs: number
  /** As TCP delivers: what is late holds back what left after it. */
  ordered: boolean
  /** By how much the sender's clock runs faster than the listener's. */
  driftPpm: number
  /** How much audio goes into a message once talk has begun. */
  messageMs: number
  /** The loss, in percent, that the sender makes in-band FEC for; 0: none. */
  fecPercent: number
  /** Where nothing passes for 100 ms or more. */
  stalls: readonly Stall[]
  /** By the step in which a message leaves; null: lost. */
  delaysMs: readonly (number | null)[]
}

export const lengthMs = (trace: Trace): number => trace.delaysMs.length * STEP_MS

/** How long a message takes that leaves at `atMs`; null when it is lost. */
export function delayAt(trace: Trace, atMs: number): number | null {
  return trace.delaysMs[Math.floor(atMs / STEP_MS) % trace.delaysMs.length] ?? null
}

/** All stalls of a trial that lasts until `untilMs`. */
export function stallsUntil(trace: Trace, untilMs: number): Stall[] {
  const rounds = Math.ceil(untilMs / lengthMs(trace))
  return Array.from({ length: rounds }, (_, round) => round * lengthMs(trace)).flatMap((startMs) =>
    trace.stalls.map(({ fromMs, toMs }) => ({ fromMs: startMs + fromMs, toMs: startMs + toMs })),
  )
}

export function formatTrace(trace: Trace): string {
  const lines = []
  for (let at = 0; at < trace.delaysMs.length; at += STEPS_PER_LINE) {
    lines.push(
      trace.delaysMs
        .slice(at, at + STEPS_PER_LINE)
        .map((delayMs) => delayMs ?? '-')
        .join(' '),
    )
  }
  const stalls = trace.stalls.map(({ fromMs, toMs }) => `${fromMs}-${toMs}`).join(' ')
  return `# name: ${trace.name}
# about: ${trace.about}
# source: ${trace.source}
# rttMs: ${trace.rttMs}
# ordered: ${trace.ordered ? 'yes' : 'no'}
# driftPpm: ${trace.driftPpm}
# messageMs: ${trace.messageMs}
# fecPercent: ${trace.fecPercent}
# stalls: ${stalls || 'none'}
# One number for each ${STEP_MS} ms, a second a line: how many ms a message takes that leaves then; - is lost.
${lines.join('\n')}
`
}

export function parseTrace(text: string): Trace {
  const field = (name: string): string => {
    const value = new RegExp(`^# ${name}: (.*)$`, 'm').exec(text)?.[1]
    if (value === undefined) throw new Error(`The trace says no ${name}.`)
    return value
  }
  const body = text.replace(/^#.*$/gm, '').trim()
  const delaysMs = body.split(/\s+/).map((word) => (word === '-' ? null : Number(word)))
  if (delaysMs.some(Number.isNaN)) throw new Error('The trace holds something that is no number.')
  return {
    name: field('name'),
    about: field('about'),
    source: field('source'),
    rttMs: Number(field('rttMs')),
    ordered: field('ordered') === 'yes',
    driftPpm: Number(field('driftPpm')),
    messageMs: Number(field('messageMs')),
    fecPercent: Number(field('fecPercent')),
    stalls: [...field('stalls').matchAll(/(\d+)-(\d+)/g)].map(([, from, to]) => {
      return { fromMs: Number(from), toMs: Number(to) }
    }),
    delaysMs,
  }
}
