/** Languages that letters are written in. English is the last resort. */
export const languages = ['en', 'de', 'fr', 'es'] as const
export type Language = (typeof languages)[number]

/** `de-AT` → `de`; undefined when no letter is written in that language, or the text is no language tag. */
function languageOf(tag: string | null | undefined): Language | undefined {
  const primary = /^([a-z]{2,3})(?:[-_][a-z0-9]{1,8})*$/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase()
  return languages.find((language) => language === primary)
}

/**
 * The order of external-identities.md 2.5: what the request asked for, the guest object's preferred language, the
 * home tenant's, the resource tenant's, English. A tag that no letter is written in is passed over.
 */
export function chooseLanguage(tags: readonly (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const language = languageOf(tag)
    if (language) return language
  }
  return 'en'
}
