/**
 * A gate for tests that send very many requests at once: so many are under way together. Without it a slow machine spends
 * its time on TLS handshakes until clients give up, which says nothing about the server.
 */
export function crowd(width = 100): <T>(task: () => Promise<T>) => Promise<T> {
  let free = width
  const waiting: (() => void)[] = []
  return async (task) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
