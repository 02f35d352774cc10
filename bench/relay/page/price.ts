/** What an hour of a room costs where it is deployed, from the messages that were measured. */

import { nameOf as loadName } from '../load.ts'
import { hasCollapsed, type Row } from '../row.ts'
import { audiences, byLoad, isMeasured, largestCarried, type Result } from './results.ts'
import { markdownTable, thousands } from './tables.ts'

/** https://developers.cloudflare.com/durable-objects/platform/pricing/, November 2026, in US dollars. */
const PER_REQUEST = 0.15 / 1e6
const MESSAGES_PER_REQUEST = 20
const PER_GB_SECOND = 12.5 / 1e6
/** What an object that is in memory counts as, whatever it uses. */
const OBJECT_GB = 0.128
const HOUR_S = 3600

export interface Price {
  requests: number
  messages: number
  duration: number
  total: number
}

/** Of one hour in which the room is never silent. */
export function hourOf(messagesPerSecond: number): Price {
  const requests = (messagesPerSecond * HOUR_S) / MESSAGES_PER_REQUEST
  const messages = requests * PER_REQUEST
  const duration = HOUR_S * OBJECT_GB * PER_GB_SECOND
  return { requests, messages, duration, total: messages + duration }
}

/** For each load that Earshot carries, and its largest audience. */
export function priceTable(results: readonly Result[]): string {
  const head = ['', 'messages in', 'billed requests', 'messages', 'duration', 'an hour', 'an hour, per member']
  return markdownTable(head, pricedRows(results).map(cells))
}

function pricedRows(results: readonly Result[]): Row[] {
  const loads = byLoad(results).flatMap(({ outcomes }) => outcomes)
  const carried = loads.filter(isMeasured).filter(({ deliveredShare }) => !hasCollapsed(deliveredShare))
  const largest = audiences(results).flatMap((audience) => largestCarried(audience) ?? [])
  return [...carried, ...largest].filter(({ server }) => server === 'earshot')
}

function cells({ listeners, speakers, messagesPerSecond }: Row): string[] {
  const { requests, messages, duration, total } = hourOf(messagesPerSecond)
  return [
    loadName({ members: listeners, speakers }),
    `${thousands(messagesPerSecond)} /s`,
    thousands(requests),
    dollars(messages),
    dollars(duration),
    `**${dollars(total)}**`,
    dollars(total / listeners),
  ]
}

/** Two figures that mean something. */
export const dollars = (value: number): string =>
  `$${value === 0 ? '0' : value.toFixed(Math.max(2, 1 - Math.floor(Math.log10(value))))}`
