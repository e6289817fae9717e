import { randomBytes } from 'node:crypto'
import type { AccountInfo } from '@azure/msal-node'
import type { Person } from './pages.ts'
import type { Refusal } from './refusal.ts'

/** What the portal remembers of one browser. */
export type Browser = {
  /** The sign-in under way: its answer must carry this state, and the ID token this nonce. */
  pending?: { state: string; nonce: string; verifier: string } | undefined
  signedIn?: { account: AccountInfo; person: Person; refused: Refusal | null } | undefined
  notice?: 'signedOut' | undefined
}

const most = 5000

/** Browsers by an unguessable cookie; in memory, the oldest make room. A real app keeps this in its own store. */
export function browserSessions(cookieName: string) {
  const browsers = new Map<string, Browser>()
  return {
    find(cookieHeader: string | undefined): Browser | undefined {
      for (const part of (cookieHeader ?? '').split(';')) {
        const [name, value = ''] = part.trim().split('=')
        const found = name === cookieName ? browsers.get(value) : undefined
        if (found) return found
      }
      return undefined
    },
    /** Answers the Set-Cookie header beside the new session. Each sign-in gets a new one, so that none can be planted. */
    start(browser: Browser): string {
      const id = randomBytes(24).toString('base64url')
      browsers.set(id, browser)
      const oldest = browsers.keys().next().value
      if (browsers.size > most && oldest !== undefined) browsers.delete(oldest)
      return `${cookieName}=${id}; Path=/; HttpOnly; SameSite=Lax`
    },
    end(browser: Browser): void {
      for (const [id, kept] of browsers) if (kept === browser) browsers.delete(id)
    },
  }
}
