/**
 * What the operations are about: the document's tags, and which of them a path belongs to.
 */

interface Resource {
  name: string
  description: string
  paths: RegExp
}

/** In the order in which a developer meets them. */
const RESOURCES: readonly Resource[] = [
  {
    name: 'Rooms',
    description: 'Making rooms, and what becomes of them.',
    paths: /^\/rooms(?:\/\{room\})?$/,
  },
  {
    name: 'Tokens',
    description: 'The right to be in a room for a while.',
    paths: /\/tokens$/,
  },
  {
    name: 'Invites',
    description: 'Links into a room: by role, for a time, for so many people.',
    paths: /\/invites(?:\/\{\w+\})?$/,
  },
  {
    name: 'People',
    description: 'Who is there, what they may do, and what moderators do about it.',
    paths: /\/(?:people|moderation|hand)(?:\/\{\w+\})?$/,
  },
  {
    name: 'Connection',
    description: 'The WebSocket of a room, and the way around firewalls.',
    paths: /\/(?:connect|ice-servers)$/,
  },
  {
    name: 'Log',
    description: 'What was written and what happened in a room, in order.',
    paths: /\/(?:entries|unread)$/,
  },
  {
    name: 'Kept talk',
    description: 'Talk on its way to become clips.',
    paths: /\/(?:talk|outbox)(?:\/|$)/,
  },
  {
    name: 'Voice messages',
    description: 'What somebody recorded alone, sent by tus 1.0.0 (docs/protocol.md, section 9).',
    paths: /\/uploads(?:\/|$)/,
  },
  {
    name: 'Clips',
    description: 'What was said in rooms that keep talk: listening, passing on, forgetting.',
    paths: /\/(?:clips|forwards)(?:\/|$)/,
  },
  {
    name: 'Server',
    description: 'Whether it is well, and this reference.',
    paths: /^\/(?:health|openapi\.json|reference)$/,
  },
]

/** The names of the resources of `path`, without the version in front. */
export function resourceOf(path: string): string | undefined {
  const place = path.replace(/^\/v\d+/, '')
  return RESOURCES.find(({ paths }) => paths.test(place))?.name
}

export const TAGS = RESOURCES.map(({ name, description }) => ({ name, description }))
