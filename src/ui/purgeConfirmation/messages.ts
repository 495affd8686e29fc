/** Messages from the page. Messages are validated as untrusted input. */
export type PageMessage =
  | { readonly type: "confirm"; readonly page: string; readonly typed: string }
  | { readonly type: "cancel" };

/** A validated message; undefined where invalid. */
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
