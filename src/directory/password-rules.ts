/** 8 to 256 characters of three of the four kinds, without the name of the account (graph.md 5). */
export function isStrongPassword(password: string, userPrincipalName: string): boolean {
  const length = [...password].length
  if (length < 8 || length > 256) return false
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length
  if (kinds < 3) return false
  const name = userPrincipalName.split('@')[0]?.toLowerCase() ?? ''
  return name.length < 4 || !password.toLowerCase().includes(name)
}
