/**
 * What one person, one connection, one room, one address and one key may ask of Earshot: every limit that somebody can
 * run into (docs/limits.md). The edge's own rates stand in wrangler.toml, where its binding reads them.
 */

import type { Rate } from './token-bucket.ts'

/** A Durable Object carries a full hall of this size; an operator may raise it (ROOM_MEMBERS). */
export const MAX_MEMBERS = 1_000
/** Members who are named to everybody before the rest is audience: more names than these nobody reads [C32]. */
export const MAX_NAMED = 200

/** Sockets that have not been admitted yet: a full room that comes back at once, twice over. */
export const VISITORS_PER_MEMBER = 2
/** Sessions that one person has in a room: more devices than anybody talks and reads on [C41]. */
export const MAX_DEVICES = 8
/** Of the sockets that are not admitted yet, so many may be one person's: all their devices, twice over. */
export const VISITORS_PER_PERSON = 2 * MAX_DEVICES

/** 10 ms packets are 100 a second, with a fifth to spare for a fast clock; the burst is what a 3 s stall can hold back. */
export const AUDIO_PACKETS: Rate = { perSecond: 120, burst: 360 }
/**
 * RFC 6716 §2.1.1: Opus takes 510 kb/s at most, and 10 ms packets add 100 headers a second; a fifth to spare and a burst
 * of 3 s as above. Packets of the longest payload at the rate above would be twice as much, and no Opus.
 */
export const AUDIO_BYTES: Rate = { perSecond: 77_700, burst: 233_100 }
/** Nobody types, mutes or trickles candidates faster for long; the burst lets a page send what it queued offline. */
export const CONTROL_MESSAGES: Rate = { perSecond: 20, burst: 100 }
/** Four of the longest messages a second, or twenty of 3 KiB, an offer of WebRTC each; at once, 32 of the longest that waited offline. */
export const CONTROL_BYTES: Rate = { perSecond: 65_536, burst: 524_288 }

/** UTF-8 bytes of one control message, either way: an offer of WebRTC with a dozen candidates, twice over. */
export const MAX_CONTROL_BYTES = 16_384

/** A page of the roster is 16 KiB for 30 bytes: it counts as so many control messages. */
export const ROSTER_COSTS = 5

/** A token lasts 15 minutes: a client that asks for another one more often than this is broken [C40]. */
export const RENEW_EVERY_MS = 10_000

/** Dead sockets are looked for this often while anything comes in. */
export const SWEEP_EVERY_MS = 1_000

/** Audio that waits for a listener: two to three seconds of one voice. A burst passes, a stall does not pile up [W25]. */
export const MAX_BACKLOG_BYTES = 65_536
/** Control messages are never dropped; a listener who leaves as many of them unread as this is not there any more. */
export const MAX_UNREAD_BYTES = 1_048_576

/**
 * Signals that wait for members who are coming back [C11]: for one, as many as a call's set-up takes; in the room, 12 KiB
 * each, as much as an object can spare; and no one member fills that.
 */
export const HELD_SIGNALS = { forMember: 32, fromMember: 64, inAll: 256 } as const

/** 10 s at 200 kb/s: what may be under way to an Archive that does not answer. Beyond it nothing more is taken. */
export const MAX_UNCONFIRMED_BYTES = 262_144

/** A clip is 10 minutes long at most; who talks on goes on in the next one [K5]. */
export const MAX_CLIP_MS = 600_000
/** Ten minutes of music at 96 kb/s with their headers; a file of this size is made in memory. */
export const MAX_CLIP_BYTES = 8 * 1024 * 1024
/** A breath in every second of ten minutes. What is more broken is no speech. */
export const MAX_CLIP_PIECES = 600

/** Requests of one person to one room's Archive, counted there exactly. */
export const PERSONAL_RATES = {
  /** A device that comes and goes asks some thirty times in its worst minute (R3); eight devices do not do so at once. */
  join: { perSecond: 1, burst: 60 },
  /** An hour said without a line is 55 requests of a quarter MiB: half a minute. */
  talk: { perSecond: 1, burst: 30 },
  /** One for each peer connection that is set up anew; credentials last for many minutes. */
  turn: { perSecond: 1 / 30, burst: 10 },
  /** Of everybody in one room together: a full hall that sets up its calls anew after a deployment. */
  roomTurn: { perSecond: 10, burst: 2_000 },
  /** Parts of a message that is sent in parts, and the next one. */
  upload: { perSecond: 1, burst: 60 },
  /** Up and down again, as somebody hesitates. */
  hand: { perSecond: 1, burst: 10 },
  /** A moderator who clears a hall. */
  moderate: { perSecond: 5, burst: 50 },
} as const satisfies Record<string, Rate>
export type PersonalRequest = keyof typeof PERSONAL_RATES

/** Whoever is new is kept out from a banned person's addresses for so long: they are shared, and change hands. */
export const ADDRESS_BAN_MS = 24 * 3_600_000

/** People whom a room remembers; beyond these the one who was seen longest ago is forgotten, unless moderators have decided something about them. */
export const MAX_PEOPLE = 10_000
/** Of those, how many its owner is shown: who is kept out, then whoever was seen last. */
export const MAX_PEOPLE_LISTED = 1_000

/** What the edge counts, it counts over this span: the longest that its binding offers, for whoever is many at once. */
export const EDGE_PERIOD_S = 60
/** When to ask again where something is overloaded or out of reach and says no time of its own. */
export const RETRY_OVERLOAD_S = 30

/** The longest address that is one of ours, a clip's with its link, has some 400 characters. */
export const MAX_URL_CHARACTERS = 4_096
/** A token, a browser's own headers and what proxies add come to 3 KB; what some servers call the most is four times that. */
export const MAX_HEADER_BYTES = 16_384

/** The largest request that is JSON, a link with a guest credential, has under 1 KiB. */
export const MAX_BODY_BYTES = 16_384
/** A line that takes longer for so little carries no voice either. */
export const BODY_WITHIN_MS = 10_000
/** Talk in one request: a minute at the 32 kb/s that clients send; whoever has more sends it in parts. */
export const MAX_POST_BYTES = 262_144
/** Four times what an SDK puts into one request; 82 s of packets of 20 ms. */
export const MAX_POSTED_PACKETS = 4_096
/** As long as it took to say: 35 kb/s. */
export const POST_WITHIN_MS = 60_000

/** Entries on one page of the log, and replayed to a connection. */
export const MAX_ENTRIES = 100
/** Rooms on a page of those that a key has made: of each, one object may be asked how many are in it. */
export const MAX_ROOMS = 100
/** Invites into one room that are open: more links nobody tells apart, and each is compared with whatever is shown. */
export const MAX_INVITES = 100
/** Clips on a page: an Archive looks them up in one statement, and binds 100 values there (platform limit). */
export const MAX_CLIPS = 100

/** A voice message or an imported file: seven hours of speech. Cloudflare takes bodies of 100 MB, so larger ones come in parts. */
export const MAX_UPLOAD_BYTES = 104_857_600
/** Longer than any recording that somebody sends on purpose: silence of a month would fit into the bytes. */
export const MAX_MESSAGE_MS = 86_400_000
/** A day in packets of 10 ms. To look at one takes 0.2 µs (measured), of the 30 s that an object may compute at a time. */
export const MAX_MESSAGE_PACKETS = MAX_MESSAGE_MS / 10
/** A Worker has 128 MB: what is cut or repacked is there twice, and in pieces once more. */
export const MAX_REPACKED_BYTES = 25_165_824
/** What one person may have under way in a room: a few messages at a time, each in parts. */
export const MAX_UPLOADS = 64
/** What everybody in a room may have under way: a full hall in which each sends one while the last is on its way still. */
export const MAX_ROOM_UPLOADS = 2_000
/** And its bytes: as many recordings as that, and as much again in files. More than anybody sends by chance, and no more than an operator pays for. */
export const MAX_ROOM_UPLOAD_BYTES = 17_179_869_184
/** While nobody has said how long an upload is, it counts as steps of this: a quarter of an hour of speech. */
export const UPLOAD_STEP_BYTES = 4_194_304
/** tus-js-client joins two to ten parts; more than these make no line faster. */
export const MAX_UPLOAD_PARTS = 32
/** An upload that never got a byte counts as its whole length: whoever begins one sends at once, or begins it again. */
export const EMPTY_UPLOAD_LIFE_MS = 3_600_000
/** An upload that gets no more bytes for so long is swept: somebody was offline for a week-end. */
export const UPLOAD_LIFE_MS = 3 * 24 * 3_600_000
/** However often bytes come, an upload takes none after so long: what somebody holds here without sending it goes. */
export const MAX_UPLOAD_LIFE_MS = 7 * 24 * 3_600_000
/** Without a checksum, so much at a time counts as stored. */
export const UPLOAD_PIECE_BYTES = 262_144
/** A body that brings nothing for so long has a dead line behind it. */
export const UPLOAD_STALL_MS = 30_000

/** After so many failures in a row, nothing more is asked of a dependency for a while. */
export const BREAKER_FAILURES = 5
/** Then one request finds out whether it is back: seldom enough to let it come back, soon enough that nobody waits long. */
export const BREAKER_OPEN_MS = 5_000
/** An answer of D1 or R2 takes some ms, and half a second on a bad day. */
export const DEPENDENCY_WITHIN_MS = 5_000
/** A monitor waits for so long, and less than the 5 s at which many give up. */
export const HEALTH_WITHIN_MS = 2_000
