/**
 * The TurnPool object: the scoreboard of the TURN servers, one for the whole deployment. Small and seldom asked, and only
 * by our own Worker; src/turn judges, this object remembers. No request of a client may ever be forwarded to it: every
 * path it knows runs a method.
 */

import { createDurable } from 'itty-durable'

/** The bindings stay outside: itty-durable would wrap every one of them. */
export class TurnPool extends createDurable({ autoReturn: true, autoPersist: false }) {
  constructor(state: DurableObjectState) {
    super(state, {})
  }
}
