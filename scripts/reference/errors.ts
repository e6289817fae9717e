import { type CatalogueEntry, topics } from '../../src/errors/index.ts'

/** Every refusal of the catalogue. */
export function errorsPage(): string {
  const intro = [
    '# Errors',
    '',
    '<!-- Generated from src/errors by scripts/generate-reference.ts. Change the catalogue, not this page. -->',
    '',
    'Every refusal that Gatehouse can give. `gatehouse explain <code>` and `GET /gatehouse/v1/errors/{code}` tell the same.',
    '"Source" says where the number and its meaning come from: the vendor\'s documents, recorded traffic, or our own choice.',
    '',
  ]
  const sections = Object.entries(topics).flatMap(([title, entries]) => [
    `## ${title}`,
    '',
    ...Object.entries(entries).flatMap(([key, entry]: [string, CatalogueEntry]) => section(key, entry)),
  ])
  return `${[...intro, ...sections].join('\n').trimEnd()}\n`
}

function section(key: string, entry: CatalogueEntry): string[] {
  const words = [
    entry.oauth && `token endpoint \`${entry.oauth}\``,
    entry.authorizeOauth && `redirect \`${entry.authorizeOauth}\``,
    entry.discoveryOauth && `discovery \`${entry.discoveryOauth}\``,
    entry.suberror && `suberror \`${entry.suberror}\``,
    entry.graph && `Graph \`${entry.graph}\``,
    `HTTP ${entry.status}`,
    entry.interactive && 'shown on a page when interactive',
  ].filter(Boolean)
  return [
    `### ${entry.aadsts === undefined ? key : `AADSTS${entry.aadsts}`} ${entry.name}`,
    '',
    `> ${entry.says}`,
    '',
    `- **Wire:** ${words.join(' · ')}`,
    `- **Cause:** ${entry.cause}`,
    `- **Fix:** ${entry.fix}`,
    ...(entry.logged ? [`- **In sign-in logs:** \`errorCode\` ${entry.logged}, since 0 is success there.`] : []),
    ...(entry.note ? [`- **Note:** ${entry.note}`] : []),
    ...(entry.seeAlso ?? []).map(({ code, why }) => `- **See also AADSTS${code}:** ${why}`),
    `- **Name in the catalogue:** \`${key}\` · **Source:** ${entry.source}`,
    '',
  ]
}
