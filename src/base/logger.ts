/**
 * The log of code that doesn't depend on VS Code. Names, ids, and raw messages of a person's
 * resources are logged at `trace` only.
 */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/**
 * Removes names from an ARM path: "subscriptions/…/providers/Microsoft.KeyVault/deletedVaults"
 * becomes "Microsoft.KeyVault/deletedVaults".
 */
export function withoutNames(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  const start = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  const named = start >= 0 ? segments.slice(start + 1) : segments;
  const types = start >= 0 ? [named[0] ?? ""] : [];
  for (let index = start >= 0 ? 1 : 0; index < named.length; index += 2) {
    types.push(named[index] ?? "");
  }
  return types.join("/");
}
