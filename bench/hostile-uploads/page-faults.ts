/**
 * What can be wrong with the pages of an Ogg file while all their checksums are right: a page at a time, as a stranger would write
 * it. Offsets are those of RFC 3533 §6.
 */

import { NO_GRANULE, pagesIn, stampChecksum } from '../../src/clips/ogg-page.ts'
import { joinBytes } from '../../src/protocol/join-bytes.ts'
import type { Dice } from '../trials/hostile/dice.ts'

const FLAGS_AT = 5
const GRANULE_AT = 6
const SERIAL_AT = 14
const NUMBER_AT = 18
const LACINGS_AT = 26
const LACING_AT = 27

type PageFault = (dice: Dice, pages: Uint8Array[], others: readonly Uint8Array[]) => Uint8Array[]

/** One page becomes another, of the first so many, with a checksum that is right. */
const instead =
  (other: (dice: Dice, page: Uint8Array) => Uint8Array, first = Infinity): PageFault =>
  (dice, pages) => {
    const at = dice.between(0, Math.min(first, pages.length) - 1)
    const changed = other(dice, (pages[at] as Uint8Array).slice())
    stampChecksum(changed)
    return pages.with(at, changed)
  }

/** The same, in place. */
const onPage = (change: (dice: Dice, page: Uint8Array, view: DataView) => void, first?: number): PageFault =>
  instead((dice, page) => {
    change(dice, page, new DataView(page.buffer))
    return page
  }, first)

const bodyAt = (page: Uint8Array): number => LACING_AT + (page[LACINGS_AT] as number)

/** The same of all pages from one on, as where a writer lost count. */
const onAllFrom =
  (change: (view: DataView, by: number) => void, steps: readonly number[]): PageFault =>
  (dice, pages) => {
    const from = dice.between(0, pages.length - 1)
    const by = dice.pick(steps)
    return pages.map((page, at) => {
      if (at < from) return page
      const copy = page.slice()
      change(new DataView(copy.buffer), by)
      stampChecksum(copy)
      return copy
    })
  }

const addGranule = (view: DataView, by: number) =>
  view.setBigInt64(GRANULE_AT, BigInt.asIntN(64, view.getBigInt64(GRANULE_AT, true) + BigInt(by)), true)

/** In samples: a rounding, a packet, a page, an hour, what no number holds. */
const STEPS = [
  1, -1, 47, -48, 120, -120, 959, -960, 961, -961, 2_880, -2_880, 5_760, -5_761, 48_000, -48_000, 172_800_000,
]
const GRANULES = [0n, BigInt(NO_GRANULE), -2n, 2n ** 53n, 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n)]

const changeLacing = (dice: Dice, page: Uint8Array): void => {
  const count = page[LACINGS_AT] as number
  if (count === 0) return
  const at = LACING_AT + dice.between(0, count - 1)
  const other = LACING_AT + dice.between(0, count - 1)
  // Sometimes so that the sum stays, and only the packets' borders move.
  const by = dice.pick([1, -1, 5, -20, 255])
  page[at] = (page[at] as number) + by
  if (dice.chance(0.7)) page[other] = (page[other] as number) - by
}

/** Packets taken off the end of a page, its granule position left as it is. */
const shorten = (dice: Dice, page: Uint8Array): Uint8Array => {
  const count = page[LACINGS_AT] as number
  const kept = dice.between(0, count)
  const lacings = page.subarray(LACING_AT, LACING_AT + kept)
  const bytes = lacings.reduce((sum, lacing) => sum + lacing, 0)
  const header = page.slice(0, LACING_AT)
  header[LACINGS_AT] = kept
  return joinBytes([header, lacings, page.subarray(bodyAt(page), bodyAt(page) + bytes)])
}

export const PAGE_FAULTS: Record<string, PageFault> = {
  'a bit of a body': onPage((dice, page) => {
    const at = dice.between(Math.min(bodyAt(page), page.length - 1), page.length - 1)
    page[at] = (page[at] as number) ^ (1 << dice.between(0, 7))
  }),
  'a first byte of a body': onPage((dice, page) => {
    if (bodyAt(page) < page.length) page[bodyAt(page)] = dice.between(0, 255)
  }),
  'a byte of the head or the tags': onPage((dice, page) => {
    if (bodyAt(page) === page.length) return
    const at = dice.between(bodyAt(page), Math.min(page.length - 1, bodyAt(page) + 40))
    page[at] = dice.pick([0, 1, 2, 3, 15, 16, 127, 128, 255, dice.between(0, 255)])
  }, 2),
  'a bit of a page’s header': onPage((dice, page) => {
    const at = dice.between(4, bodyAt(page) - 1)
    page[at] = (page[at] as number) ^ (1 << dice.between(0, 7))
  }),
  'the flags of a page': onPage((dice, _, view) => view.setUint8(FLAGS_AT, dice.between(0, 7))),
  'a granule position': onPage((dice, _, view) => view.setBigInt64(GRANULE_AT, dice.pick(GRANULES), true)),
  'a granule position that is a little off': onPage((dice, _, view) => addGranule(view, dice.pick(STEPS))),
  'all granule positions from a page on': onAllFrom(addGranule, STEPS),
  'another serial number': onPage((dice, _, view) => view.setUint32(SERIAL_AT, dice.between(0, 2 ** 32 - 1), true)),
  'other serial numbers from a page on': onAllFrom((view, by) => view.setUint32(SERIAL_AT, by, true), [0, 1, 7]),
  'another page number': onPage((dice, _, view) => view.setUint32(NUMBER_AT, dice.between(0, 9), true)),
  'other page numbers from a page on': onAllFrom(
    (view, by) => view.setUint32(NUMBER_AT, view.getUint32(NUMBER_AT, true) + by, true),
    [1, -1, 1_000],
  ),
  'a lacing': onPage(changeLacing),
  'packets left out of a page': instead(shorten),
  'two pages swapped': (dice, pages) => {
    const [a, b] = [dice.between(0, pages.length - 1), dice.between(0, pages.length - 1)]
    return pages.with(a, pages[b] as Uint8Array).with(b, pages[a] as Uint8Array)
  },
  'a page left out': (dice, pages) => pages.toSpliced(dice.between(0, pages.length - 1), 1),
  'a page twice': (dice, pages) => {
    const at = dice.between(0, pages.length - 1)
    return pages.toSpliced(at, 0, pages[at] as Uint8Array)
  },
  'an end at a page': (dice, pages) => pages.slice(0, dice.between(0, pages.length)),
  'another file behind it': (dice, pages, others) => [...pages, ...pagesOf(dice.pick(others))],
  'another file between its pages': (dice, pages, others) => {
    const other = pagesOf(dice.pick(others))
    return pages.flatMap((page, at) => [page, ...(other[at] === undefined ? [] : [other[at]])])
  },
  'pages of another file': (dice, pages, others) => {
    const at = dice.between(0, pages.length)
    return [...pages.slice(0, at), ...pagesOf(dice.pick(others)).slice(at)]
  },
}

export const pagesOf = (file: Uint8Array): Uint8Array[] => [...pagesIn(file)].map(({ bytes }) => bytes.slice())
