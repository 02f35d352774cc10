/** Where ffmpeg comes from, by system: what to type, and nothing that this script would do by itself. */

import { readFileSync } from 'node:fs'

/** By the ids of /etc/os-release (os-release(5)), the first that is known of ID and ID_LIKE. */
const LINUX: Record<string, string> = {
  debian: 'sudo apt-get install ffmpeg',
  ubuntu: 'sudo apt-get install ffmpeg',
  fedora: 'sudo dnf install ffmpeg-free',
  rhel: 'sudo dnf install ffmpeg-free (with EPEL)',
  arch: 'sudo pacman -S ffmpeg',
  alpine: 'sudo apk add ffmpeg',
  suse: 'sudo zypper install ffmpeg',
  opensuse: 'sudo zypper install ffmpeg',
  nixos: 'nix-shell -p ffmpeg',
  gentoo: 'sudo emerge media-video/ffmpeg',
}

/** One sentence. `osRelease` is what /etc/os-release says. */
export function howToInstall(platform: NodeJS.Platform, osRelease: string): string {
  const command = commandFor(platform, osRelease)
  return command === undefined
    ? 'Install ffmpeg with the package manager of this system, or from https://ffmpeg.org/download.html.'
    : `Install ffmpeg: ${command}`
}

function commandFor(platform: NodeJS.Platform, osRelease: string): string | undefined {
  if (platform === 'darwin') return 'brew install ffmpeg'
  if (platform === 'win32') return 'winget install Gyan.FFmpeg (then open a new terminal)'
  const ids = [...osRelease.matchAll(/^(ID|ID_LIKE)="?([^"\n]*)"?$/gm)]
    .toSorted()
    .flatMap(([, , ids = '']) => ids.split(' '))
  return ids.map((id) => LINUX[id]).find((command) => command !== undefined)
}

export function howToInstallHere(): string {
  return howToInstall(process.platform, osRelease())
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return '' // no Linux, or one that does not tell
  }
}
