/** The role id of an assignment without a role. */
export const noRole = '00000000-0000-0000-0000-000000000000'
