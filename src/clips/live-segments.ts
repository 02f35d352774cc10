/**
 * WebM and MP4 files that grow, in the form that Media Source Extensions take: a head, then what is added as clusters
 * (fragments) that are whole at once. mediabunny finishes one when the next begins; so each addition is an output of its own, of
 * which only the clusters are kept.
 */

import { BufferTarget, CmafOutputFormat, NullTarget, WebMOutputFormat } from 'mediabunny'
import { joinBytes } from '../protocol/join-bytes.ts'
import { type ClipTags, shortTagsOf } from './clip-tags.ts'
import type { Part } from './gapless-line.ts'
import { LIVE_HEAD } from './live-ogg.ts'
import { type Description, openOutput } from './mux.ts'
import { writeOpusHead } from './opus-head.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** No cluster is longer than 500 ms: one ends with the first packet past this, and packets are of 120 ms at most. */
const CLUSTER_S = (500 - 120) / 1000
/** ISO/IEC 14496-12 §8.8.5: the fragment's number, behind the headers of moof (8), mfhd (8) and the latter's version (4). */
const FRAGMENT_NUMBER_AT = 20

const DESCRIPTION: Description = { ...LIVE_HEAD, head: writeOpusHead(LIVE_HEAD) }

abstract class LiveSegments {
  readonly tags: ClipTags

  constructor(tags: ClipTags) {
    this.tags = tags
  }

  abstract head(): Promise<Bytes>
  abstract add(parts: readonly Part[]): Promise<Bytes[]>

  /** Nothing marks the end of either. */
  async end(): Promise<Bytes[]> {
    return []
  }
}

export class LiveWebM extends LiveSegments {
  async head(): Promise<Bytes> {
    const pieces: Uint8Array[] = []
    const keep = (bytes: Uint8Array) => void pieces.push(bytes.slice())
    // Append-only: a segment of unknown size, without the index that would follow it.
    const format = new WebMOutputFormat({ appendOnly: true, onEbmlHeader: keep, onSegmentHeader: keep })
    const { output } = await openOutput({ format, target: new NullTarget() }, DESCRIPTION, shortTagsOf(this.tags))
    await output.finalize()
    return joinBytes(pieces)
  }

  async add(parts: readonly Part[]): Promise<Bytes[]> {
    const clusters: Bytes[] = []
    const format = new WebMOutputFormat({
      minimumClusterDuration: CLUSTER_S,
      onCluster: (bytes) => void clusters.push(new Uint8Array(bytes)),
    })
    const { output, add } = await openOutput({ format, target: new NullTarget() }, DESCRIPTION, {})
    for (const part of parts) await add(part)
    await output.finalize()
    return clusters
  }
}

export class LiveMp4 extends LiveSegments {
  #fragments = 0

  async head(): Promise<Bytes> {
    return (await this.#write([])).init
  }

  async add(parts: readonly Part[]): Promise<Bytes[]> {
    const { moof, mdat } = await this.#write(parts)
    this.#fragments += 1
    new DataView(moof.buffer).setUint32(FRAGMENT_NUMBER_AT, this.#fragments)
    return [moof, mdat]
  }

  async #write(parts: readonly Part[]): Promise<{ init: Bytes; moof: Bytes; mdat: Bytes }> {
    const boxes = { moof: new Uint8Array(), mdat: new Uint8Array() }
    const format = new CmafOutputFormat({
      onMoof: (bytes) => {
        boxes.moof = new Uint8Array(bytes)
      },
      onMdat: (bytes) => {
        boxes.mdat = new Uint8Array(bytes)
      },
    })
    const init = new BufferTarget()
    const options = { format, target: new NullTarget(), initTarget: init }
    const { output, add } = await openOutput(options, DESCRIPTION, shortTagsOf(this.tags))
    for (const part of parts) await add(part)
    await output.finalize()
    return { init: new Uint8Array(init.buffer as ArrayBuffer), ...boxes }
  }
}
