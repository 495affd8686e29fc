/**
 * Compares names as people do: "Contoso 2" before "Contoso 10". Shared, because "localeCompare"
 * creates a collator per comparison.
 */
export const naturalOrder = new Intl.Collator(undefined, { numeric: true });
