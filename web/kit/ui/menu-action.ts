/** What an app adds to the menu. */
export type MenuAction = { label: string; run(): void }
