import type { JsonValue } from "../base/json";
import type { ArmClient } from "./armClient";
import type { ArmRequest } from "./armRequest";
import { ArmError } from "./errors";

/** The items of a list, each read with `read`; undefined where Azure doesn't give the list. */
export async function listIfReadable<Item>(
  arm: Pick<ArmClient, "list">,
  request: ArmRequest,
  read: (item: JsonValue) => Item | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Item[] | undefined> {
  const items: Item[] = [];
  try {
    await arm.list(
      request,
      (page) => items.push(...page.flatMap((item) => read(item) ?? [])),
      signal,
    );
  } catch (error) {
    if (error instanceof ArmError) {
      return undefined;
    }
    throw error;
  }
  return items;
}
