/**
 * What this browser keeps for the page: JSON under one prefix in localStorage.
 * Storage may be blocked, full or tampered with: reading answers undefined, writing answers false, nothing throws.
 */

const PREFIX = 'earshot:'

export function readStored(key: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + key)
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined // SecurityError when storage is blocked, SyntaxError when it holds no JSON: as good as empty
  }
}

export function writeStored(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value))
    return true
  } catch {
    return false // SecurityError or QuotaExceededError: the page works, it only forgets
  }
}
