/** Whether what the server has by a message's id is this message as it is here. Pure. */

/** What is here. */
export interface Here {
  /** So many bytes from the first will not change any more. */
  availableBytes: number
  /** Of the whole message, once it is to be sent. */
  lengthBytes: number | undefined
  /** As `Addresses` has it. */
  sameBytes: number | undefined
  /** A crash may have left less of it here than the server has: what is missing here ends there. */
  mayBeLess: boolean
  /** The server was sent its end, and nothing was said since. */
  isEnding: boolean
}

/** An upload with more than there can be here, or of another length (`told`), is of what was said before it was said otherwise. */
export function isOther(here: Here, offsetBytes: number, told: number | undefined): boolean {
  const { availableBytes, lengthBytes, sameBytes = offsetBytes, mayBeLess } = here
  if (offsetBytes > sameBytes) return true
  if (offsetBytes > availableBytes && !mayBeLess) return true
  return told !== undefined && lengthBytes !== undefined && told !== Math.max(offsetBytes, lengthBytes)
}

/** Of an upload of which nothing was known here: a crash has taken what it has more. */
export const isMore = ({ availableBytes, mayBeLess }: Here, offsetBytes: number): boolean =>
  mayBeLess && offsetBytes > availableBytes

/** A message that is whole at the server is this one, unless this one has no end yet, or a later one. */
export const isOutgrown = ({ lengthBytes, isEnding }: Here, offsetBytes: number | undefined): boolean =>
  lengthBytes === undefined ? !isEnding : (offsetBytes ?? lengthBytes) < lengthBytes
