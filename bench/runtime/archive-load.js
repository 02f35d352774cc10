/**
 * A load on one Archive from another Worker of its runtime, by the very calls that its room would make: entries for the
 * log, and talk in a batch each second for every speaker. Answers how long each call took. For benches.
 */

/**
 * @typedef {object} ArchiveLoad
 * @property {'append' | 'spool'} what
 * @property {number} seconds
 * @property {number} [atOnce] appends: so many calls under way all the time …
 * @property {number} [perSecond] … or so many begun each second
 * @property {number} [speakers] of whom each ships a batch a second
 * @property {string[]} [batches] what a speaker has said in each second, in base64; the same for all
 * @property {number} [slotsPerBatch]
 */

/**
 * @typedef {object} ArchiveLoadFigures
 * @property {number[]} tookMs of every call that returned, in ms
 * @property {number} failed
 * @property {number} lasted ms, until the last call had returned
 */

const STEP_MS = 2

/** @returns {Promise<ArchiveLoadFigures>} */
export async function loadArchive(archive, load) {
  const calls = new Calls()
  const call = load.what === 'append' ? appends(archive) : spools(archive, load)
  if (load.atOnce !== undefined) await closedLoop(calls, call, load)
  else await openLoop(calls, call, load)
  return calls.figures()
}

class Calls {
  #beganAtMs = performance.now()
  #tookMs = []
  #failed = 0
  #underWay = new Set()

  make(call) {
    const beganAtMs = performance.now()
    const made = call().then(
      () => this.#tookMs.push(performance.now() - beganAtMs),
      () => (this.#failed += 1),
    )
    this.#underWay.add(made)
    void made.then(() => this.#underWay.delete(made))
    return made
  }

  async figures() {
    await Promise.all(this.#underWay)
    return { tookMs: this.#tookMs, failed: this.#failed, lasted: performance.now() - this.#beganAtMs }
  }
}

async function closedLoop(calls, call, { atOnce, seconds }) {
  const endAtMs = performance.now() + seconds * 1000
  let number = 0
  const goOn = async () => {
    while (performance.now() < endAtMs) await calls.make(() => call(number++))
  }
  await Promise.all(Array.from({ length: atOnce }, goOn))
}

/** By the clock and not by the answers: what is late piles up. */
async function openLoop(calls, call, { perSecond, speakers, seconds }) {
  const rate = perSecond ?? speakers
  const beganAtMs = performance.now()
  for (let number = 0; number < rate * seconds; ) {
    const due = Math.min(rate * seconds, ((performance.now() - beganAtMs) / 1000) * rate)
    for (; number < due; number += 1) {
      const current = number
      void calls.make(() => call(current))
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS))
  }
}

function appends(archive) {
  const by = { person: 'bench', name: 'Bench' }
  return (number) => archive.append({ kind: 'text', id: crypto.randomUUID(), by, text: `Line ${number} of a load` })
}

/** One speaker after the other, round and round: each round is a second. */
function spools(archive, { speakers, batches, slotsPerBatch }) {
  const bytes = batches.map((batch) => Uint8Array.from(atob(batch), (char) => char.charCodeAt(0)))
  const run = crypto.randomUUID()
  return (number) => {
    const speaker = number % speakers
    const second = Math.floor(number / speakers)
    const from = second * slotsPerBatch
    return archive.spool({
      session: `${run}-${speaker}`,
      person: `speaker ${speaker}`,
      name: 'Bench',
      member: speaker + 1,
      bytes: bytes[second],
      from,
      to: from + slotsPerBatch - 1,
      arrivedAtMs: Date.now(),
    })
  }
}
