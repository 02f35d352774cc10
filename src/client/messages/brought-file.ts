/**
 * A file of somebody's that becomes a message: converted on the page, where its browser's decoders are, then in the hands of the
 * messages' worker.
 *
 * Next: src/client/messages/messages-worker.ts
 */

import { convertToClip } from '../convert/convert-to-clip.ts'
import { asEarshotError, EarshotError } from '../errors.ts'
import type { SendOptions } from './message-record.ts'
import type { MessagesLink } from './messages-link.ts'
import type { OutgoingMessage } from './outgoing-message.ts'

/** No file system has longer ones; whoever makes up a `File` of their own may. */
const MOST_NAME_CHARACTERS = 255

interface Bringing {
  link: MessagesLink
  options: SendOptions
  /** What the others call its author. */
  name(): string
}

export const fileNameOf = (file: Blob): string | undefined =>
  file instanceof File ? file.name.slice(0, MOST_NAME_CHARACTERS) : undefined

/** Of one that cannot be sent, the message says why. */
export async function bringFile(
  file: Blob,
  message: OutgoingMessage,
  { link, options, name }: Bringing,
): Promise<void> {
  const { signal, id, recordedAtMs, fileName } = message
  const facts = { message: id, recordedAtMs, options, ...(fileName === undefined ? {} : { fileName }) }
  try {
    await message.haveExpected(() => link.tell({ do: 'expect', ...facts, name: name() }))
    const imported = await converted(file, message)
    if (signal.aborted) return
    message.convertedTo(imported.durationMs, imported.waveform)
    link.tell({ do: 'import', ...facts, name: name(), ...imported })
  } catch (error) {
    const why = await whyNot(file, error)
    if (signal.aborted) return
    if (!isForLater(why)) link.tell({ do: 'forget', message: id })
    message.fail(why)
  }
}

/** Its author means to send it still; whatever else went wrong with it they have been told. */
const isForLater = ({ code }: EarshotError): boolean => code === 'unreachable'

async function converted(file: Blob, message: OutgoingMessage) {
  const onProgress = (progress: number) => message.converted(progress)
  const { blob, durationMs, waveform } = await convertToClip(file, { onProgress, signal: message.signal })
  return { file: blob, durationMs: Math.round(durationMs), waveform }
}

/** Of a file that was moved or changed meanwhile, nothing that went wrong with it says so. */
async function whyNot(file: Blob, error: unknown): Promise<EarshotError> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return asEarshotError(error, 'invalid')
  } catch (gone) {
    return new EarshotError('file-gone', { cause: gone }) // NotReadableError, NotFoundError
  }
}
