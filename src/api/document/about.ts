/**
 * The document's title page: what a developer has to know before the first request, and no more.
 */

import { SUBPROTOCOL } from '../../protocol/handshake.ts'

export const ABOUT = `Earshot is voice at the edge: rooms in which people talk.

## From nothing to a room
Make a room and pass its links on. Whoever has a link exchanges its secret for a token, and connects with the token.
What happens on that connection is another protocol, \`${SUBPROTOCOL}\`, described in docs/protocol.md.

## Who asks
- **A participant** shows a token, \`Authorization: Bearer <token>\`. It is good for one room and for minutes; exchange the
  link again, or renew it on the connection.
- **Your server** shows an API key, \`Authorization: Bearer ek.<id>.<secret>\`. Its operator makes one with
  \`npm run admin -- keys\`. A key sees and touches only the rooms that it made, as their owner, and no more than its scopes
  allow: \`rooms\`, \`tokens\`. Keep it out of pages and apps: mint tokens for them.
- **A guest** has an invite, the link \`/r/<room>#<secret>\`. The secret stands in the fragment, which browsers send to
  nobody. An invite has a role, and may end, be used up, or be revoked.

## Once, even if asked twice
\`POST\` requests that make something take an \`Idempotency-Key\`: a UUID or 22 base64url characters, and with an API key,
to which it then belongs, any 16 to 64 visible ASCII characters. The same key with the same body answers the same thing
again for 24 hours; with another body it is refused.

## Limits
Requests, rooms, tokens and sizes are bounded; docs/limits.md has every number. Who asks too often is answered 429 with
\`Retry-After\`, in seconds; wait for as long. After 503 wait too, longer each time.

## Errors
Every error has the shape of the schema Error: a stable code for programs, a sentence for people. Every answer carries a
\`request-id\`; name it when you report a fault.

## Pages
Pages of this server's own origin may call it, and pages of the origins that its operator allows. There are no cookies, and
no request is made with credentials.`
