/** What `npm run import` understands, and how it says what it does not. */

import { describe, expect, it } from 'vitest'
import { howToInstall } from '../../scripts/import/install-ffmpeg.ts'
import { readLink, readWish } from '../../scripts/import/options.ts'

const ROOM = 'Zk3AAAAAAAAAAAAAAAAAAA'
const SECRET = 'Qm7c0vT3Rk2s9xYw1LdPzA'
const OTHER = 'Aw7c0vT3Rk2s9xYw1LdPzA'
const LINK = `https://earshot.example/r/${ROOM}#${SECRET}`

describe('the wish', () => {
  it.each([
    [[], { do: 'usage' }],
    [['--help'], { do: 'help' }],
    [['a.mp3', '--help'], { do: 'help' }],
    [['a.mp3', '--room', LINK], { do: 'import', files: ['a.mp3'], name: undefined }],
    [['--room', LINK, '--name', ' Ann ', 'a.mp3', 'b.wav'], { do: 'import', files: ['a.mp3', 'b.wav'], name: 'Ann' }],
    [['a.mp3', '--room', LINK, '--again'], { do: 'import', again: true }],
    [['--room', LINK, '--', '-odd.wav'], { again: false, do: 'import', files: ['-odd.wav'] }],
  ])('is read from %j', (args, wish) => {
    expect(readWish(args)).toMatchObject(wish)
  })

  it.each([
    [['--room', LINK], /^Name the files to send\./],
    [['a.mp3'], /^Say which room: --room/],
    [['a.mp3', '--room', LINK, '--name', '\u0007'], /^The name will not do\./],
    [['a.mp3', '--room', LINK, '--loud'], /^Unknown option '--loud'\. .*--help says how to import\.$/],
    [['a.mp3', '--room'], /argument missing/],
  ])('is refused in a sentence: %j', (args, sentence) => {
    expect(() => readWish(args)).toThrow(sentence)
  })
})

describe('the link', () => {
  it.each([
    [LINK, SECRET],
    [` ${LINK}\n`, SECRET],
    [`http://127.0.0.1:8080/r/${ROOM}/#${SECRET}`, SECRET],
    [`${LINK}.${OTHER}`, SECRET],
  ])('%s opens the room', (link, secret) => {
    expect(readLink(link)).toEqual({ origin: new URL(link.trim()).origin, room: ROOM, secret })
  })

  it.each([
    ['earshot', /^The link is none\./],
    [`ftp://earshot.example/r/${ROOM}#${SECRET}`, /^The link is none\./],
    [`https://earshot.example/#${SECRET}`, /^The link leads to no room\./],
    [`https://earshot.example/r/${ROOM.slice(1)}#${SECRET}`, /^The link leads to no room\./],
    [`https://earshot.example/r/${ROOM}`, /^The link has nothing behind its “#”\. Put it in quotes/],
    [LINK.slice(0, -1), /^What is behind the link’s “#” is not whole\./],
  ])('%s is refused', (link, sentence) => {
    expect(() => readLink(link)).toThrow(sentence)
  })
})

describe('where ffmpeg comes from', () => {
  it.each([
    ['linux', 'NAME="Debian"\nID=debian\n', 'Install ffmpeg: sudo apt-get install ffmpeg'],
    ['linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'Install ffmpeg: sudo apt-get install ffmpeg'],
    ['linux', 'ID_LIKE="suse opensuse"\nID="opensuse-leap"\n', 'Install ffmpeg: sudo zypper install ffmpeg'],
    ['linux', 'ID=fedora\n', 'Install ffmpeg: sudo dnf install ffmpeg-free'],
    ['darwin', '', 'Install ffmpeg: brew install ffmpeg'],
    ['win32', '', 'Install ffmpeg: winget install Gyan.FFmpeg (then open a new terminal)'],
  ] as const)('is told on %s, %j', (platform, osRelease, sentence) => {
    expect(howToInstall(platform, osRelease)).toBe(sentence)
  })

  it('is told even where nobody knows the system', () => {
    expect(howToInstall('linux', 'ID=toaster\n')).toContain('https://ffmpeg.org/download.html')
    expect(howToInstall('freebsd', '')).toContain('package manager')
  })
})
