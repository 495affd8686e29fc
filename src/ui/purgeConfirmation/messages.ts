/**
 * What the page may tell the extension. The page comes from us, but anything could be posted in its
 * name, so every message is read as if a stranger had sent it.
 */
export type PageMessage =
  | { readonly type: "confirm"; readonly page: string; readonly typed: string }
  | { readonly type: "cancel" };

/** The message, or undefined where it is none. */
export function readMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== "object" || value === null || !("type" in value)) {
    return undefined;
  }
  if (value.type === "cancel") {
    return { type: "cancel" };
  }
  if (
    value.type === "confirm" &&
    "page" in value &&
    typeof value.page === "string" &&
    "typed" in value &&
    typeof value.typed === "string"
  ) {
    return { type: "confirm", page: value.page, typed: value.typed };
  }
  return undefined;
}
