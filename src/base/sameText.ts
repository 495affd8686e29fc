/**
 * Compares as Azure does, ignoring case in ids, names, and query parameters.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
export function sameText(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
