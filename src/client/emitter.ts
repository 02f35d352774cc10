/**
 * A typed emitter, as small as one can be. Objects that have events hold one and show only its `on`.
 */

type Listeners<Events> = { [Name in keyof Events]?: Set<Events[Name]> }

/** `Events` maps each event's name to its listener: `{ level: (level: number) => void }`. */
export class Emitter<Events extends { [Name in keyof Events]: (...values: never[]) => void }> {
  readonly #listeners: Listeners<Events> = {}

  /** Calls `listener` at every `event` from now on. Returns how to stop that. */
  on<Name extends keyof Events>(event: Name, listener: Events[Name]): () => void {
    const listeners = this.#listeners[event] ?? new Set()
    this.#listeners[event] = listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Calls every listener of `event`. One that throws is reported as uncaught and stops none of the others. */
  emit<Name extends keyof Events>(event: Name, ...values: Parameters<Events[Name]>): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) {
      try {
        listener(...values)
      } catch (error) {
        queueMicrotask(() => {
          throw error // the listener's fault, shown where its author looks: among the uncaught errors
        })
      }
    }
  }
}
