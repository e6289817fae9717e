/** High contrast, for those who choose it: loaded then. */
export { teamsHighContrastTheme as contrastTheme } from '@fluentui/react-components'
