/** A browser's localStorage for tests without one; `restore` takes it away again. */

export function fakeStorage(stored: Record<string, unknown> = {}): { restore(): void } {
  const items = new Map(Object.entries(stored).map(([key, value]) => [key, JSON.stringify(value)]))
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
  }
  const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
  Object.defineProperty(globalThis, 'localStorage', { value: storage, configurable: true })
  return {
    restore() {
      if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage')
      else Object.defineProperty(globalThis, 'localStorage', before)
    },
  }
}
