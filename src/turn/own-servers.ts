/**
 * The TURN servers that an operator runs, from the list of their URLs (TURN_SERVERS, RFC 7065): what a browser is told
 * of each, and where its health is asked. Pure. An entry that is none is named by its place alone: whoever pasted a
 * password into it does not find it in the log.
 *
 * Next: src/turn/scoreboard.ts
 */

/**
 * A run of probes sends ten a second apart, to five servers at a time, because an invocation has at most six
 * connections open (a platform limit); with 20 servers it takes 44 s of its minute.
 */
export const MAX_OWN_SERVERS = 20

export interface OwnServer {
  /** What it is called on the scoreboard and in the log: its URL without a transport. ASCII. */
  name: string
  /** An IPv6 address stands in brackets. */
  hostname: string
  port: number
  isTls: boolean
  transports: Transport[]
}

type Transport = 'udp' | 'tcp'

export interface OwnServers {
  servers: OwnServer[]
  /** A sentence for each entry that is left out. */
  faults: string[]
}

/** RFC 7065 §3.1, with a host as RFC 1123 or RFC 4291 write one. */
const TURN_URL =
  /^(?<scheme>turns?):(?<host>\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(?<port>\d{1,5}))?(?:\?transport=(?<transport>udp|tcp))?$/i
/** RFC 7065 §3.2. */
const USUAL_PORT = { turn: 3478, turns: 5349 }
const MAX_PORT = 65_535

export function readOwnServers(list: string): OwnServers {
  const byName = new Map<string, OwnServer>()
  const faults: string[] = []
  for (const [index, entry] of list.split(/\s+/).filter(Boolean).entries()) {
    const server = readOwnServer(entry)
    if (server === undefined) faults.push(`TURN_SERVERS: entry ${index + 1} is left out, because ${faultOf(entry)}.`)
    else if (byName.size === MAX_OWN_SERVERS && !byName.has(server.name))
      faults.push(
        `TURN_SERVERS: entry ${index + 1} is left out, because it is one more than ${MAX_OWN_SERVERS} servers.`,
      )
    else byName.set(server.name, together(server, byName.get(server.name)))
  }
  return { servers: [...byName.values()], faults }
}

function readOwnServer(entry: string): OwnServer | undefined {
  const { scheme, host, port, transport } = TURN_URL.exec(entry.toLowerCase())?.groups ?? {}
  if ((scheme !== 'turn' && scheme !== 'turns') || host === undefined) return undefined
  const number = Number(port ?? USUAL_PORT[scheme])
  if (number < 1 || number > MAX_PORT) return undefined
  return {
    name: `${scheme}:${host}:${number}`,
    hostname: host,
    port: number,
    isTls: scheme === 'turns',
    transports: transportsOf(scheme, transport as Transport | undefined),
  }
}

/** What keeps an entry from being read, in words that hold nothing of it. */
function faultOf(entry: string): string {
  if (!/^turns?:/i.test(entry)) return 'it does not begin with "turn:" or "turns:"'
  if (/^turns?:\/\//i.test(entry)) return 'no "//" follows "turn:" or "turns:"'
  if (/\?(?!transport=(?:udp|tcp)$)/i.test(entry)) return 'behind "?" stands "transport=udp" or "transport=tcp" alone'
  if (TURN_URL.test(entry) || /:\d{6,}(?:\?|$)/.test(entry)) return `its port is none from 1 to ${MAX_PORT}`
  return 'its host is no name or address'
}

/**
 * Without a word, both over which such a server usually listens: UDP first, which is what voice wants, then TCP for
 * networks that let nothing else through. TLS is for the strictest of those, where UDP would not pass either.
 */
const transportsOf = (scheme: 'turn' | 'turns', named: Transport | undefined): Transport[] =>
  named === undefined ? (scheme === 'turns' ? ['tcp'] : ['udp', 'tcp']) : [named]

const together = (server: OwnServer, listed: OwnServer | undefined): OwnServer => ({
  ...server,
  transports: [...new Set([...(listed?.transports ?? []), ...server.transports])],
})

/** The URLs under which a browser has media relayed. */
export const turnUrls = ({ name, transports }: OwnServer): string[] =>
  transports.map((transport) => `${name}?transport=${transport}`)

/** The URLs under which a browser learns its own address; STUN is for UDP, and browsers ask nothing else over it. */
export const stunUrls = ({ hostname, port, isTls, transports }: OwnServer): string[] =>
  !isTls && transports.includes('udp') ? [`stun:${hostname}:${port}`] : []
