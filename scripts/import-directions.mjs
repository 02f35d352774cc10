/**
 * Who may import whom: the map of docs/architecture.md as data, read by check-imports.mjs.
 * The pure zones (protocol, room, relay, archive, audio, breaker, tus) name no package of a platform; tsconfig.pure.json gives them no globals either.
 * A zone is a folder or a file; a file belongs to the longest zone that its path begins with.
 */

/**
 * @typedef {object} Zone
 * @property {string[]} [imports] zones (or single files) whose modules this one may import
 * @property {string[]} [types] zones of which it may import types alone
 * @property {string[] | 'any'} [packages] packages it may import; none by default
 */

/** @type {Record<string, Zone>} */
export const DIRECTIONS = {
  'src/protocol': { packages: ['valibot'] },
  'src/room': { imports: ['src/relay', 'src/protocol'], types: ['src/archive'] },
  'src/relay': { imports: ['src/protocol'] },
  'src/archive': { imports: ['src/protocol'], types: ['src/tus'] },
  'src/audio': { imports: ['src/protocol'] },
  'src/breaker': {},
  'src/tus': { imports: ['src/protocol'], packages: ['valibot'] },
  'src/clips': { imports: ['src/protocol'], packages: ['mediabunny'] },
  'src/tokens': { imports: ['src/protocol'], packages: ['jose', 'valibot'] },
  'src/store': { imports: ['src/protocol'], packages: ['valibot'] },
  'src/turn': { imports: ['src/breaker', 'src/protocol'], packages: 'any' },
  'src/api': {
    imports: ['src/breaker', 'src/clips', 'src/tokens', 'src/store', 'src/turn', 'src/tus', 'src/protocol'],
    types: ['durable-objects', 'src/room', 'src/archive'],
    packages: 'any',
  },
  'src/upkeep': { imports: ['src/store', 'src/turn', 'src/protocol'], types: ['durable-objects', 'src/archive'] },
  'src/worker.ts': { imports: ['src/api', 'src/upkeep', 'durable-objects'] },
  'src/environment.d.ts': { types: ['durable-objects'] },
  'durable-objects': {
    imports: [
      'src/room',
      'src/relay',
      'src/archive',
      'src/clips',
      'src/store',
      'src/tokens',
      'src/turn',
      'src/tus',
      'src/protocol',
    ],
    packages: ['cloudflare:workers', 'itty-durable'],
  },
  'src/client': {
    imports: ['src/audio', 'src/clips', 'src/protocol'],
    packages: ['libopus-wasm', '@sapphi-red/web-noise-suppressor', 'mediabunny', 'valibot'],
  },
  web: { imports: ['src/client/index.ts'], packages: 'any' },
}
