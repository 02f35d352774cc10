/**
 * Every error that the API answers: its stable code, its status, and a sentence that says what happened and what to do.
 * Statuses, messages and the OpenAPI document all come from this table.
 */

import { SUBPROTOCOL } from '../protocol/handshake.ts'
import { EDGE_PERIOD_S, RETRY_OVERLOAD_S } from '../protocol/limits.ts'

interface ApiErrorKind {
  status:
    | 400
    | 401
    | 403
    | 404
    | 405
    | 408
    | 409
    | 410
    | 412
    | 413
    | 414
    | 415
    | 416
    | 422
    | 426
    | 429
    | 431
    | 460
    | 500
    | 503
  message: string
  /** What the status obliges an answer to carry. */
  headers?: Record<string, string>
}

/** RFC 9110 §11.6.1: a 401 names the scheme; RFC 6750 §3 names this one. */
const CHALLENGE = { 'www-authenticate': 'Bearer' }
/** RFC 9110 §10.2.3, in seconds: who comes back before then makes it worse. */
const RETRY_LATER = { 'retry-after': String(RETRY_OVERLOAD_S) }

export const API_ERRORS = {
  'invalid-request': { status: 400, message: 'The request is not valid. Compare it with /v1/openapi.json.' },
  'unsupported-protocol': {
    status: 400,
    message: `No WebSocket subprotocol in common. Offer "${SUBPROTOCOL}" to connect.`,
  },
  'malformed-audio': {
    status: 400,
    message: 'The body is not made of audio packets. Compare it with docs/protocol.md, section 5.',
  },
  'token-missing': { status: 401, message: 'There is no token. Exchange a link for one first.', headers: CHALLENGE },
  'token-invalid': {
    status: 401,
    message: 'The token is not valid here. Exchange the link for a new one.',
    headers: CHALLENGE,
  },
  'token-expired': {
    status: 401,
    message: 'The token has expired. Exchange the link for a new one.',
    headers: CHALLENGE,
  },
  'key-missing': {
    status: 401,
    message: 'There is no API key. Send one in the Authorization header; the server’s operator makes them.',
    headers: CHALLENGE,
  },
  'key-invalid': {
    status: 401,
    message: 'The API key is not valid here, or was revoked. Ask the server’s operator for another.',
    headers: CHALLENGE,
  },
  'key-scope': { status: 403, message: 'The API key was not made for this. Ask for one with the scope that it needs.' },
  'token-elsewhere': { status: 403, message: 'The token is for another room. Exchange the link of this room for one.' },
  'link-invalid': { status: 403, message: 'The link does not open this clip. Ask for a new one.' },
  'link-expired': { status: 403, message: 'The link to this clip has expired. Ask for a new one.' },
  'foreign-origin': {
    status: 403,
    message: 'Pages of this origin may not use this server. Its operator can allow the origin.',
  },
  'rooms-closed': {
    status: 403,
    message: 'Making rooms is closed on this server. Ask its operator for a room, or to open it.',
  },
  'wrong-secret': {
    status: 403,
    message: 'The link does not open this room. Copy it again whole, or ask for a new one.',
  },
  'invite-expired': { status: 403, message: 'This link has expired. Ask whoever sent it for a new one.' },
  'invite-revoked': { status: 403, message: 'This link was taken back. Ask whoever sent it for a new one.' },
  'invite-used-up': {
    status: 403,
    message: 'As many people as this link is for have come by it. Ask whoever sent it for a new one.',
  },
  locked: { status: 403, message: 'The owner has locked this room. Ask them to unlock it.' },
  removed: { status: 403, message: 'You were removed from this room. It stays closed to you.' },
  'not-allowed': { status: 403, message: 'Your role in this room does not allow this. Ask its owner.' },
  'not-yours': { status: 403, message: 'Only its speaker or an owner may delete this clip. Ask one of them.' },
  'not-kept': { status: 403, message: 'This room keeps no talk. Ask its owner to switch that on, then say it again.' },
  silenced: { status: 403, message: 'A moderator has muted you. Send this once they have unmuted you.' },
  'session-elsewhere': { status: 403, message: 'The session is another person’s. Send only what you said yourself.' },
  'unknown-room': { status: 404, message: 'There is no such room. Check the link, or ask for a new one.' },
  'unknown-person': {
    status: 404,
    message: 'Nobody with this id has been in this room. List the people who have.',
  },
  'unknown-invite': { status: 404, message: 'This room has no such invite. List the invites that it has.' },
  'unknown-session': { status: 404, message: 'This room does not know the session, or has forgotten it. Join first.' },
  'unknown-clip': { status: 404, message: 'There is no such clip in this room. List the clips that there are.' },
  'unknown-upload': {
    status: 404,
    message: 'There is no such upload of yours, or it has expired. Begin a new one.',
  },
  'unknown-slice': { status: 404, message: 'The clip has no such slice. List the slices that it has.' },
  'unknown-route': { status: 404, message: 'There is nothing at this address. /v1/openapi.json lists what there is.' },
  'method-not-allowed': {
    status: 405,
    message: 'This address does not take this method. The Allow header lists those it takes.',
  },
  'timed-out': { status: 408, message: 'The body took too long to come. Send it again, on a better line.' },
  'clip-burns': {
    status: 403,
    message: 'This message is for this room alone, and burns when it has been heard. It cannot be passed on.',
  },
  'clip-not-ready': {
    status: 409,
    message: 'The clip is still being spoken or stored. Ask again when its state is ready.',
  },
  'wrong-offset': {
    status: 409,
    message: 'The upload stands at another byte. Ask for its Upload-Offset with HEAD, and go on from there.',
  },
  'upload-incomplete': {
    status: 409,
    message: 'A part of this upload is not complete. Finish every part first, then join them.',
  },
  'too-many-invites': {
    status: 409,
    message: 'The room has as many open invites as it may have. Revoke one that is not needed.',
  },
  'upload-over': {
    status: 410,
    message: 'The upload is over: what came was refused or taken back, and nothing of it is kept. Begin a new one.',
  },
  'clip-burnt': { status: 410, message: 'You have heard this message to its end. It was for hearing once.' },
  'room-deleted': { status: 410, message: 'The room that this made was deleted. Make another, with a new key.' },
  'invite-deleted': {
    status: 410,
    message: 'The invite that this made is over, and forgotten since. Make another, with a new key.',
  },
  'clip-deleted': { status: 410, message: 'The clip was deleted, or its days were over. It is gone for ever.' },
  'unsupported-tus': {
    status: 412,
    message: 'The upload speaks another version of tus. Send Tus-Resumable: 1.0.0.',
    headers: { 'tus-version': '1.0.0' },
  },
  'too-large': { status: 413, message: 'The body is too large. Send less.' },
  'url-too-long': { status: 414, message: 'The address is too long. Put what you have to say into the body.' },
  'not-a-clip-type': {
    status: 415,
    message: 'Voice messages are Ogg Opus. Convert it first: the app and `npm run import` do.',
  },
  'not-tus-bytes': {
    status: 415,
    message: 'The body is not declared as bytes of an upload. Send it as application/offset+octet-stream.',
  },
  'not-json': { status: 415, message: 'The body is not declared as JSON. Send it as application/json.' },
  'not-audio': {
    status: 415,
    message: 'The body is not declared as packets. Send it as application/octet-stream.',
  },
  'range-unsatisfiable': {
    status: 416,
    message: 'The audio has no bytes in this range. Content-Range says how many it has.',
  },
  'idempotency-mismatch': {
    status: 422,
    message: 'This Idempotency-Key stands for another request. Send this one with a new key.',
  },
  'clip-too-long': {
    status: 422,
    message: 'The clip is too long to be cut or repacked here. Ask for it as Ogg, whole or by ranges.',
  },
  'not-a-clip': {
    status: 422,
    message:
      'The bytes are no whole Ogg Opus file, and nothing of them is kept. Convert the recording and send it anew.',
  },
  'upgrade-required': {
    status: 426,
    message: 'This address takes WebSocket connections alone. Connect with one.',
    headers: { upgrade: 'websocket' },
  },
  'too-many-requests': {
    status: 429,
    message: 'That was too often. Wait as long as Retry-After says.',
    headers: { 'retry-after': String(EDGE_PERIOD_S) },
  },
  'too-many-uploads': {
    status: 429,
    message: 'You have as many unfinished uploads as anybody may. Finish or delete one.',
    headers: { 'retry-after': String(EDGE_PERIOD_S) },
  },
  'room-uploads-full': {
    status: 429,
    message: 'The room has as much under way to it as any room may. Keep the recording, and try again later.',
    headers: { 'retry-after': String(EDGE_PERIOD_S) },
  },
  'headers-too-large': { status: 431, message: 'The headers are too large. Send fewer.' },
  // tus 1.0.0, "Checksum": a status of its own.
  'wrong-checksum': {
    status: 460,
    message: 'The bytes are not those of Upload-Checksum, and none of them count. Send them again.',
  },
  internal: { status: 500, message: 'Something went wrong on the server. Try again in a moment.' },
  'index-unavailable': {
    status: 503,
    message: 'The database of rooms cannot be reached at the moment. Try again in a minute.',
    headers: RETRY_LATER,
  },
  'clip-unavailable': {
    status: 503,
    message: 'The audio of this clip cannot be read at the moment. Try again in a minute.',
    headers: RETRY_LATER,
  },
  unavailable: { status: 503, message: 'The server is overloaded. Try again in a minute.', headers: RETRY_LATER },
} as const satisfies Record<string, ApiErrorKind>

export type ApiErrorCode = keyof typeof API_ERRORS

export const API_ERROR_CODES = Object.keys(API_ERRORS) as [ApiErrorCode, ...ApiErrorCode[]]

export const apiErrorKind = (code: ApiErrorCode): ApiErrorKind => API_ERRORS[code]
