/** Bytes as text that is stored: base64url (RFC 4648 §5), without padding. Takes as much as an argument list does, not files. */

export const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
