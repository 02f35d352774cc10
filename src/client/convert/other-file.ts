/**
 * What a file is that holds no sound, whatever it is called: words, a page, a picture, a document. Told by its first bytes, so
 * that nobody is advised to save it in another format. Pure but for reading them.
 */

const LOOKED_AT_BYTES = 4_096
/** PNG, JPEG, GIF, PDF, and ZIP, which office documents are. */
const MARKS = ['89504e47', 'ffd8ff', '47494638', '25504446', '504b0304']
/** What no text holds: controls but tab, line feed, form feed, carriage return and escape. */
const NOT_IN_TEXT = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/

/** False where it may be sound of a kind that is not known here. */
export async function isNoSound(file: Blob): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, LOOKED_AT_BYTES).arrayBuffer())
  const head = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return MARKS.some((mark) => head.startsWith(mark)) || isText(bytes)
}

function isText(bytes: Uint8Array): boolean {
  try {
    // The last character may be cut in two.
    return !NOT_IN_TEXT.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }))
  } catch {
    return false // no UTF-8
  }
}
