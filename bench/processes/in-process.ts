/** What needs no server: the rate at which these cores sign, and the access decision. */
import { generateKeyPair, SignJWT } from 'jose'
import { guestSignIns, timeDecisions } from '../decisions.ts'
import { takePart } from './take-part.ts'

const operations = {
  /** RS256 JWTs per second, asynchronously, `inFlight` at once. */
  async signatures(given: { claims: Record<string, unknown>; seconds: number; inFlight: number }): Promise<number> {
    const { claims, seconds, inFlight } = given
    const { privateKey } = await generateKeyPair('RS256')
    const sign = () =>
      new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: 'bench' }).sign(privateKey)
    const during = async (millis: number) => {
      let count = 0
      const began = performance.now()
      await Promise.all(
        Array.from({ length: inFlight }, async () => {
          while (performance.now() - began < millis) {
            await sign()
            count += 1
          }
        }),
      )
      return count / ((performance.now() - began) / 1000)
    }
    await during(300)
    return during(seconds * 1000)
  },

  /** Microseconds of one decision. */
  decision({ partners, targets, seconds }: { partners: number; targets: number; seconds: number }): number {
    return timeDecisions(guestSignIns(partners, targets), seconds)
  },
}

export type InProcess = typeof operations
takePart(operations)
