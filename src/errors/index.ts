/**
 * Every way in which Gatehouse says no: the catalogue, the one class that carries a refusal, and its renderers.
 * Pages are rendered by their own surface from `codedSentence` and `pageStatus`. Owns no routes.
 */
export { catalogue, type ErrorName, entryOf, type ParamsOf, type ParamValue, topics } from './catalogue.ts'
export type { CatalogueEntry } from './entry.ts'
export { type ErrorReference, explainCode, explainLogged } from './explain-code.ts'
export { logCode, Refusal, type RefusalExtra, refusal, refuse, sentence } from './refusal.ts'
export {
  asRefusal,
  codedSentence,
  errorTimestamp,
  type GraphContext,
  type GraphErrorBody,
  type OAuthContext,
  type OAuthErrorBody,
  pageStatus,
  type Rendered,
  renderAuthorizeError,
  renderGraph,
  renderOAuth,
} from './render.ts'
