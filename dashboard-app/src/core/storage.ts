/** The part of Web Storage the panel uses; what it keeps is a convenience, never the only copy of something sent. */
export interface PanelStorage {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
  keys: () => string[]
  /** True when the browser denies storage to this frame: everything works, until the frame goes. */
  isBlocked: boolean
}

const PROBE = 'pitwall.probe'

/** The browser's storage, or memory where the browser denies it (frames of another site, private windows). */
export function openStorage(browser: () => Storage): PanelStorage {
  try {
    const storage = browser()
    storage.setItem(PROBE, '1')
    storage.removeItem(PROBE)
    return fromBrowser(storage)
  }
  catch {
    return inMemory()
  }
}

function fromBrowser(storage: Storage): PanelStorage {
  return {
    isBlocked: false,
    getItem: key => storage.getItem(key),
    removeItem: key => storage.removeItem(key),
    keys: () => Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(key => key !== null),
    setItem(key, value) {
      try {
        storage.setItem(key, value)
      }
      catch {
        // Full: a view that is not kept costs a moment, so the rest goes on without it.
        storage.removeItem(key)
      }
    },
  }
}

/** Storage that lives as long as the document. */
function inMemory(): PanelStorage {
  const values = new Map<string, string>()
  return {
    isBlocked: true,
    getItem: key => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: key => void values.delete(key),
    keys: () => [...values.keys()],
  }
}

/** A stored JSON value, or null when there is none or it is broken. */
export function readJson(storage: PanelStorage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null')
  }
  catch {
    return null
  }
}
