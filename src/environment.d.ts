/**
 * What wrangler.toml binds to the Worker and to its Durable Objects. Change the two together.
 */

declare namespace Cloudflare {
  interface Env {
    /** The live plane: one per room, by the room's id. */
    ROOMS: DurableObjectNamespace<import('../durable-objects/room.ts').Room>
    /** The durable plane: one per room, by the room's id. */
    ARCHIVES: DurableObjectNamespace<import('../durable-objects/archive.ts').Archive>
    /** One per upload, by the upload's id. */
    UPLOADS: DurableObjectNamespace<import('../durable-objects/upload.ts').Upload>
    /** The health scoreboard of the TURN servers: src/turn alone reaches it. */
    TURN_POOL: DurableObjectNamespace
    /** What is asked across rooms; src/store alone writes SQL for it. */
    INDEX: D1Database
    /** The audio of clips; src/store alone knows its keys. */
    CLIPS: R2Bucket
    /** The web app. */
    ASSETS: Fetcher
    /** How often a minute, counted at the edge: src/api/limits.ts alone asks them. */
    RATE_REQUESTS: RateLimit
    RATE_JOINS: RateLimit
    RATE_EXCHANGES: RateLimit
    RATE_ROOMS: RateLimit
    RATE_KEY_ROOMS: RateLimit
    RATE_KEY_TOKENS: RateLimit
    /** A secret; src/tokens/signing-keys.ts has its format. */
    TOKEN_KEYS: string
    /** "true" lets anybody make a room; anything else lets nobody. */
    ANYONE_MAY_CREATE_ROOMS: string
    /** How many members a room admits; a number. */
    ROOM_MEMBERS: string
    /** Origins beside the Worker's own that may call the API and open sockets, separated by spaces. */
    ALLOWED_ORIGINS: string
    /** After how many days without anybody a room is destroyed; a number, "0" for never. */
    ROOM_DAYS: string
    /** URLs of own TURN servers, separated by spaces. */
    TURN_SERVERS: string
    /** Secrets shared with them (coturn's `static-auth-secret`), separated by spaces; the first signs. */
    TURN_SECRETS?: string
    /** Cloudflare Realtime's TURN: the key's id, and a secret token of it. */
    TURN_KEY_ID?: string
    TURN_KEY_API_TOKEN?: string
  }
}

interface Env extends Cloudflare.Env {}
