/** What is measured: a server in a process of its own. */

export interface Server {
  origin: string
  /** Processor time that it has used so far, all of its threads together. */
  cpuMs(): number
  stop(): Promise<void>
}
