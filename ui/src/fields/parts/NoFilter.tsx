/** For kinds whose only conditions are "is blank" and "is not blank". */
export function NoFilter() {
  return null
}
