/** Nodes of an audio graph that only remember what is connected to what. */

export class FakeNode extends EventTarget {
  readonly context: unknown
  targets: FakeNode[] = []
  isDestroyed = false

  constructor(context: unknown = {}) {
    super()
    this.context = context
  }

  connect(target: FakeNode): FakeNode {
    this.targets.push(target)
    return target
  }

  disconnect(): void {
    this.targets = []
  }

  destroy(): void {
    this.isDestroyed = true
  }
}

/** What lies between two nodes, in order; undefined when not exactly one way leads from one to the other. */
export function between(from: FakeNode, to: FakeNode): FakeNode[] | undefined {
  const way: FakeNode[] = []
  for (let node = from; ; ) {
    const [next, ...others] = node.targets
    if (next === undefined || others.length > 0) return undefined
    if (next === to) return way
    way.push(next)
    node = next
  }
}
