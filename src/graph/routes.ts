import type { GraphRoute } from './route.ts'

/** All that is served, of every part. */
export const routes: readonly GraphRoute[] = []
