/** What an `AudioContext` loads: all worklets in one module, so that the codec comes over the line and is compiled once. */

import './capture-worklet.ts'
import './playout-worklet.ts'
import './recording-worklet.ts'
