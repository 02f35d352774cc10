/** The names by which the page asks for the worklets' processors. */

export const CAPTURE_PROCESSOR = 'earshot-capture'
export const PLAYOUT_PROCESSOR = 'earshot-playout'
export const RECORDING_PROCESSOR = 'earshot-recording'
export const BRIDGE_IN_PROCESSOR = 'earshot-bridge-in'
export const BRIDGE_OUT_PROCESSOR = 'earshot-bridge-out'
