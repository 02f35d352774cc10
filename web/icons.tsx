/**
 * Every icon of the page, drawn here on a 24-unit grid with one stroke. Icons never speak alone: words stand beside them
 * or in the name of their button, so they are hidden from screen readers.
 */

import type { ComponentChildren } from 'preact'

function Icon({ children, look = 'icon' }: { children: ComponentChildren; look?: string }) {
  return (
    <svg class={look} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}

/** The mark: a voice and how far it carries. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <circle class="mark-voice" cx="7.5" cy="12" r="3.4" />
    <path d="M12.4 6.7a6 6 0 0 1 0 10.6M15.7 3.3a10 10 0 0 1 0 17.4" />
  </svg>
)

const MICROPHONE = 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21'
const HEADPHONES =
  'M4 15v-2.5a8 8 0 0 1 16 0V15M4 15.5A1.5 1.5 0 0 1 5.5 14H7v6H5.5A1.5 1.5 0 0 1 4 18.5ZM20 15.5a1.5 1.5 0 0 0-1.5-1.5H17v6h1.5a1.5 1.5 0 0 0 1.5-1.5Z'
const FLAME =
  'M12 3.5c.7 3.4 5.5 5.4 5.5 10.3a5.5 5.5 0 0 1-11 0c0-2.1 1-3.5 2.1-4.6.3 1.5.9 2.2 1.7 2.5-.4-3.2.2-5.9 1.7-8.2Z'
const SLASH = 'M4 4l16 16'

const drawn = (path: string, look?: string) => () => (
  <Icon {...(look === undefined ? {} : { look })}>
    <path d={path} />
  </Icon>
)

/** A stroke through the thing, with a gap cut around it so that it reads at 16 px. */
const struckOut = (path: string) => () => (
  <Icon>
    <path d={path} />
    <path class="icon-gap" d={SLASH} />
    <path d={SLASH} />
  </Icon>
)

export const MicrophoneIcon = drawn(MICROPHONE)
export const MutedIcon = struckOut(MICROPHONE)
export const LiveMicrophoneIcon = drawn(
  `${MICROPHONE}M19.5 4.5a7 7 0 0 1 0 5M22 3a10 10 0 0 1 0 8M4.5 4.5a7 7 0 0 0 0 5M2 3a10 10 0 0 0 0 8`,
)
export const HeadphonesIcon = drawn(HEADPHONES)
export const DeafenedIcon = struckOut(HEADPHONES)
export const LeaveIcon = drawn(
  'M14 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20H14M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
)
export const MessagesIcon = drawn(
  'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.05A2.5 2.5 0 0 1 4 13.5Z',
)
export const SendIcon = drawn('M5 12l-1-7 17 7-17 7ZM5 12h8')
export const CopyIcon = drawn(
  'M9 9.5A1.5 1.5 0 0 1 10.5 8h8A1.5 1.5 0 0 1 20 9.5v9a1.5 1.5 0 0 1-1.5 1.5h-8A1.5 1.5 0 0 1 9 18.5ZM15 8V5.5A1.5 1.5 0 0 0 13.5 4h-8A1.5 1.5 0 0 0 4 5.5v8A1.5 1.5 0 0 0 5.5 15H9',
)
export const CheckIcon = drawn('M5 12.5l4.5 4.5L19 7.5')
export const ShareIcon = drawn('M12 15V3.5M8 7l4-3.5L16 7M5 12v6.5A1.5 1.5 0 0 0 6.5 20h11a1.5 1.5 0 0 0 1.5-1.5V12')
export const LockIcon = drawn(
  'M6 11.5A1.5 1.5 0 0 1 7.5 10h9a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 18.5ZM8.5 10V7.5a3.5 3.5 0 0 1 7 0V10',
)
export const UnlockIcon = drawn(
  'M6 11.5A1.5 1.5 0 0 1 7.5 10h9a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 6 18.5ZM8.5 10V6.5a3.5 3.5 0 0 1 6.6-1.6',
)
export const SettingsIcon = drawn(
  'M4 7h9M19 7h1M4 17h1M11 17h9M16 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM8 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
)
export const MoreIcon = drawn('M5.5 12h.01M12 12h.01M18.5 12h.01', 'icon icon-dots')
export const CloseIcon = drawn('M6 6l12 12M18 6L6 18')
export const WarningIcon = drawn('M12 4L2.8 19.5h18.4ZM12 10v4.5M12 17h.01')
export const ReconnectIcon = drawn(
  'M4.5 12a7.5 7.5 0 0 1 13-5.1L20 9M20 4.5V9h-4.5M19.5 12a7.5 7.5 0 0 1-13 5.1L4 15M4 19.5V15h4.5',
)
export const SpeakerIcon = drawn('M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11')
/** A figure as it went up and down. */
export const FiguresIcon = drawn('M4 4v16h16M7.5 15l3.5-4.5 3.5 2.5L20 6.5')
export const SpeakerOffIcon = struckOut('M4 9.5h3.5L12 5.5v13l-4.5-4H4ZM15.5 9a4.2 4.2 0 0 1 0 6')
/** A voice that is kept: the mark's waves in a tray. */
export const KeptIcon = drawn('M4 14v4.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V14M8 7v6M12 4v11M16 7v6')
export const NotKeptIcon = struckOut('M4 14v4.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V14M8 7v6M12 4v11M16 7v6')
export const PlayIcon = drawn('M8 5.5v13l10.5-6.5Z', 'icon icon-solid')
export const PauseIcon = drawn('M8 5.5v13M16 5.5v13', 'icon icon-bold')
export const DownloadIcon = drawn('M12 4v11M7.5 11L12 15.5l4.5-4.5M5 19.5h14')
export const DeleteIcon = drawn('M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 10.5v6')
export const ToNowIcon = drawn('M5 6.5v11l7-5.5ZM12 6.5v11l7-5.5ZM20 6v12')
/** A voice that waits for its place. */
export const WaitingIcon = drawn('M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM12 8v4.5l3 2')
export const PeopleIcon = drawn(
  'M9 5a3.25 3.25 0 1 1 0 6.5A3.25 3.25 0 0 1 9 5ZM3 19a6 6 0 0 1 12 0M15.5 5.4a3.25 3.25 0 0 1 0 5.7M17.5 14a6 6 0 0 1 3.5 5',
)
export const ArrowLeftIcon = drawn('M19 12H6M11.5 6.5L6 12l5.5 5.5')
export const ArrowRightIcon = drawn('M5 12h13M12.5 6.5L18 12l-5.5 5.5')
export const RemoveIcon = drawn('M10 4.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM3.5 20a6.5 6.5 0 0 1 13 0M16.5 11h5')
/** A hand that is up: four fingers and a thumb. */
export const HandIcon = drawn(
  'M7.5 13V6.2a1.4 1.4 0 0 1 2.8 0V11M10.3 10.5V4.4a1.4 1.4 0 0 1 2.8 0V11M13.1 10.5V5.4a1.4 1.4 0 0 1 2.8 0V12M15.9 11V8.2a1.4 1.4 0 0 1 2.8 0V14a7 7 0 0 1-7 7h-.4a6.6 6.6 0 0 1-5-2.3l-3-3.6a1.6 1.6 0 0 1 2.3-2.2L7.5 15',
)
export const ShieldIcon = drawn('M12 3.5l7 2.5v5.5c0 4-2.8 7.2-7 9-4.2-1.8-7-5-7-9V6Z')
/** Who may talk: a voice and its first wave. */
export const SpeakingIcon = drawn(
  'M8.5 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7ZM2.5 20a6 6 0 0 1 12 0M16.5 6a4.5 4.5 0 0 1 0 5M19.5 3.5a9 9 0 0 1 0 10',
)
/** Who listens. */
export const EarIcon = drawn(
  'M7 9.5a5 5 0 0 1 10 0c0 3.6-3.5 4-3.5 7a3 3 0 0 1-5.3 2M9.7 9.7a2.3 2.3 0 0 1 4.6 0c0 1.6-2 1.7-2 3.4',
)
export const LinkIcon = drawn(
  'M10.2 13.8a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M13.8 10.2a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2',
)
export const AddIcon = drawn('M12 5v14M5 12h14')
/** A laptop and a telephone. */
export const DevicesIcon = drawn(
  'M4 15V6.5A1.5 1.5 0 0 1 5.5 5h11A1.5 1.5 0 0 1 18 6.5M2.5 18.5H12M15 11.5a1.5 1.5 0 0 1 1.5-1.5h3a1.5 1.5 0 0 1 1.5 1.5v7a1.5 1.5 0 0 1-1.5 1.5h-3a1.5 1.5 0 0 1-1.5-1.5Z',
)
export const EndIcon = drawn('M12 3.5v8M7.5 6a7.5 7.5 0 1 0 9 0')
/** A door that stays shut for somebody. */
export const KeptOutIcon = drawn('M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16ZM6.4 6.4l11.2 11.2')
export const EditIcon = drawn('M4.5 19.5l.8-4L15.8 5a2.3 2.3 0 0 1 3.2 3.2L8.5 18.7ZM13.5 7.2l3.3 3.3')
export const KeyboardIcon = drawn(
  'M3 8a1.5 1.5 0 0 1 1.5-1.5h15A1.5 1.5 0 0 1 21 8v8.5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5ZM7 10.5h.01M10.5 10.5h.01M14 10.5h.01M17 10.5h.01M8 14.5h8',
)
export const KeyIcon = drawn('M8 9.5a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM11 11l8.5-7M16 7l2.5 3')
export const ArrowDownIcon = drawn('M12 5v13M6.5 12.5L12 18l5.5-5.5')
export const ArrowUpIcon = drawn('M12 19V6M6.5 11.5L12 6l5.5 5.5')
export const ChevronDownIcon = drawn('M6.5 9.5l5.5 5.5 5.5-5.5')
/** A voice in a speech bubble. */
export const VoiceMessageIcon = drawn(
  'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.05A2.5 2.5 0 0 1 4 13.5ZM8.5 9v2M12 7.5v5M15.5 9v2',
)
export const ReplyIcon = drawn('M9.5 6L4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6V19')
export const ForwardIcon = drawn('M14.5 6l5.5 5.5-5.5 5.5M19.5 11.5H10a6 6 0 0 0-6 6V19')
export const AttachIcon = drawn(
  'M19.5 11.5l-7.8 7.3a4.6 4.6 0 0 1-6.3-6.7l7.9-7.4a3.1 3.1 0 0 1 4.3 4.5l-7.8 7.3a1.6 1.6 0 0 1-2.2-2.3l7-6.5',
)
/** A sheet with a wave on it. */
export const SoundFileIcon = drawn(
  'M13.5 3.5H7.5A1.5 1.5 0 0 0 6 5v14a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 18 19V8ZM13.5 3.5V8H18M9.5 13v2.5M12 11.5V17M14.5 13v2.5',
)
export const FlameIcon = drawn(FLAME)
export const BurntIcon = struckOut(FLAME)
export const NotHeardIcon = struckOut(
  'M7 9.5a5 5 0 0 1 10 0c0 3.6-3.5 4-3.5 7a3 3 0 0 1-5.3 2M9.7 9.7a2.3 2.3 0 0 1 4.6 0c0 1.6-2 1.7-2 3.4',
)
export const SunIcon = drawn(
  'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8ZM12 2.5V4M12 20v1.5M2.5 12H4M20 12h1.5M5.3 5.3l1 1M17.7 17.7l1 1M18.7 5.3l-1 1M6.3 17.7l-1 1',
)
export const MoonIcon = drawn('M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z')
export const OfflineIcon = drawn(
  'M3 4l18 17M8.5 15.5a5 5 0 0 1 6 -.5M5 12a10 10 0 0 1 4.5-2.5M14 9.2a10 10 0 0 1 5 2.8M12 19h.01',
)

/** Three bars, as many of them solid as the line is good. */
export function QualityIcon({ bars }: { bars: 0 | 1 | 2 | 3 }) {
  const solid = (bar: number) => (bar <= bars ? 'bar-solid' : 'bar-empty')
  return (
    <Icon>
      <rect class={solid(1)} x="4" y="14" width="4" height="6" rx="1" />
      <rect class={solid(2)} x="10" y="9.5" width="4" height="10.5" rx="1" />
      <rect class={solid(3)} x="16" y="5" width="4" height="15" rx="1" />
    </Icon>
  )
}
