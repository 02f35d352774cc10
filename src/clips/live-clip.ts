/**
 * A clip that is still being spoken: packets in as they arrive, a file that plays out as it grows. What comes in goes out at
 * once; nothing waits for what may follow.
 */

import { joinBytes } from '../protocol/join-bytes.ts'
import { behind, faultAt, type Packet, readPacket, viewOf } from '../protocol/packet.ts'
import type { ClipTags } from './clip-tags.ts'
import type { Container } from './containers.ts'
import { GaplessLine, type Part } from './gapless-line.ts'
import { LiveOgg } from './live-ogg.ts'
import { LiveMp4, LiveWebM } from './live-segments.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** A file that grows. `head` comes first and once; what `add` answers is whole, so that the file may end behind it. */
interface GrowingFile {
  head(): Promise<Bytes>
  add(parts: readonly Part[]): Promise<Bytes[]>
  end(): Promise<Bytes[]>
}

const FILES = { ogg: LiveOgg, webm: LiveWebM, mp4: LiveMp4 } as const satisfies Record<
  Container,
  new (
    tags: ClipTags,
  ) => GrowingFile
>

/**
 * Each chunk of `packets` is a whole number of packets as on the wire (docs/protocol.md, W1), slots mostly ascending: a packet that
 * comes late is left out. A gap is filled when the packet behind it is there. For `webm` and `mp4`, what comes out suits Media
 * Source Extensions. Ends when `packets` does.
 */
export function liveClip(
  packets: ReadableStream<Uint8Array>,
  container: Container,
  tags: ClipTags,
): ReadableStream<Bytes> {
  const line = new GaplessLine()
  const file: GrowingFile = new FILES[container](tags)
  let isOpen = false
  const head = async () => {
    if (isOpen) return []
    isOpen = true
    return [await file.head()]
  }
  return packets.pipeThrough(
    new TransformStream<Uint8Array, Bytes>({
      async transform(chunk, out) {
        const parts = packetsIn(chunk).flatMap((packet) => line.push(packet))
        if (parts.length > 0) out.enqueue(joinBytes([...(await head()), ...(await file.add(parts))]))
      },
      async flush(out) {
        const pieces = [...(await head()), ...(await file.end())]
        if (pieces.length > 0) out.enqueue(joinBytes(pieces))
      },
    }),
  )
}

/** Up to the first that is malformed: behind it nobody knows where the next one begins. */
function packetsIn(chunk: Uint8Array): Packet[] {
  const view = viewOf(chunk)
  const packets: Packet[] = []
  for (let at = 0; at < chunk.length && faultAt(view, at) === undefined; at = behind(view, at)) {
    packets.push(readPacket(chunk, at))
  }
  return packets
}
