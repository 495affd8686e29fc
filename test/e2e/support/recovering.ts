import { expect } from "vitest";

import { dialogButton, dialogText, notification } from "../../host/prompts";
import { writesTo } from "./requests";
import type { Scene } from "./scene";
import { waitUntilGone } from "./tree";

/**
 * Says Recover to the one question about a resource, and sees it done: told, sent once and nothing
 * else, and gone from the tree.
 *
 * @param write what is sent, as {@link writesTo} says it.
 */
export async function recoverWhenAsked(
  { page, simulator }: Scene,
  name: string,
  write: string,
): Promise<void> {
  expect(await dialogText(page)).toContain(`Recover "${name}"?`);
  await dialogButton(page, "Recover");
  await notification(page, `"${name}" is recovered.`);
  expect(writesTo(simulator)).toEqual([write]);
  await waitUntilGone(page, name);
}
