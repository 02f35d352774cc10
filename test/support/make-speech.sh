#!/usr/bin/env bash
# Makes speech.wav, the voice of the fake microphone: three voices, natural pauses, 9.5 s, 48 kHz mono 16-bit.
# Needs Debian's espeak-ng (1.51) and sox (14.4.2). Usage: bash test/support/make-speech.sh
set -euo pipefail
target="$(cd "$(dirname "$0")" && pwd)/speech.wav"
cd "$(mktemp -d)"

say() { # file, voice, words a minute, pitch, text
  espeak-ng -v "$2" -s "$3" -p "$4" -w "$1.wav" "$5"
  sox "$1.wav" -r 48000 -c 1 "$1-trimmed.wav" silence 1 0.01 0.2% reverse silence 1 0.01 0.2% reverse
}

say first en-gb 175 45 'Good morning! Can everybody hear me?'
say second en-us 165 62 'Yes, thanks. Seventeen boats are leaving.'
say third en-gb-scotland 175 38 'Judge the vowels: zoo, shoe, thick.'
sox -n -r 48000 -c 1 pause.wav trim 0 0.45
sox pause.wav first-trimmed.wav pause.wav second-trimmed.wav pause.wav third-trimmed.wav pause.wav -b 16 "$target" norm -6
