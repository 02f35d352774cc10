/** The names by which the page asks for the worklets' processors. */

export const CAPTURE_PROCESSOR = 'earshot-capture'
export const PLAYOUT_PROCESSOR = 'earshot-playout'
export const RECORDING_PROCESSOR = 'earshot-recording'
export const BRIDGE_IN_PROCESSOR = 'earshot-bridge-in'
export const BRIDGE_OUT_PROCESSOR = 'earshot-bridge-out'

/** To the bridge's receiver, when nothing comes any more: a processor that goes on is rendered for ever, connected or not. */
export const BRIDGE_END = 'end'
