import { beforeEach, expect, test } from "vitest";

import { webviewFrame } from "../host/workbench";
import { visible } from "../../src/ui/text";
import { injectedNames, injections } from "../simulator/scenarios/forTests";
import { startAnew } from "./support/anew";
import { fromPalette } from "./support/confirmation";
import { writes } from "./support/requests";
import { useScene } from "./support/scene";

const scene = useScene({ scenario: injectedNames });
beforeEach(() => startAnew(scene(), injectedNames));

/** What a page could be made to hold, had a name become a part of it. */
const strangers =
  "img, svg, iframe, object, embed, base, style, a, b, form:not(#confirmation), script:not([nonce]), [onerror], [onload], [onfocus], [onmouseover], [style]";

// Ten names at a time: from eleven on the page shows groups.
test.each([
  ["the first half", [...injections.slice(0, 7), "ai-region"]],
  ["the second half", injections.slice(7)],
])("the Confirm Purge page shows names that try to become a part of it: %s", async (_, names) => {
  const { page, simulator } = scene();
  const told: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => told.push(message.text()));
  page.on("dialog", (dialog) => {
    told.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => asked.push(request.url()));
  await fromPalette(page, "Purge...", ...names.map((name) => visible(name)));
  const frame = await webviewFrame(page, "Confirm Purge");
  await frame.getByRole("button", { name: "Cancel" }).waitFor();
  expect((await frame.locator("h2").allInnerTexts()).toSorted()).toEqual(
    names.map((name) => visible(name)).toSorted(),
  );
  expect(await frame.locator(`main :is(${strangers})`).count()).toBe(0);
  // A pointer and the keyboard go over everything.
  for (const heading of await frame.locator("h2").all()) {
    await heading.hover();
  }
  await frame.getByLabel("Type").focus();
  expect(await frame.locator("body").evaluate(() => "ran" in globalThis)).toBe(false);
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  // Nothing that came with a name was even kept from running: there was nothing to run.
  expect(told.filter((text) => /Content.Security.Policy|dialog:/i.test(text))).toEqual([]);
  expect(asked.filter((url) => url.includes("evil.example"))).toEqual([]);
  await frame.getByRole("button", { name: "Cancel" }).click();
  expect(writes(simulator)).toEqual([]);
});
