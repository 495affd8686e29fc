import type { Locator, Page } from "playwright-core";

import { dialog, escapePick } from "../../host/prompts";
import { viewAction, waitForIdle } from "../../host/workbench";
import { eventually } from "../../host/waiting";
import type { Scenario } from "../../simulator/scenario";
import type { Scene } from "./scene";
import { OPERATIONS, RESOURCES } from "./tree";

/**
 * Begins anew in the same window: no tabs, notifications or finished operations, and an Azure in
 * which nothing has happened and nothing is broken.
 */
export async function startAnew({ page, simulator }: Scene, scenario?: Scenario): Promise<void> {
  await closeEverything(page);
  simulator.reset(scenario);
  simulator.clearFaults();
  await viewAction(page, RESOURCES, "Refresh");
  // On a busy machine it takes a while to begin, and a menu would be opened on a row of before. What
  // else is read, such as who deleted something, may still be under way from the test before.
  await eventually("the view to read", () =>
    Promise.resolve(simulator.requests.some(({ path }) => path === "/subscriptions")),
  );
  await waitForIdle(page);
}

/** Closes dialogs, tabs and notifications, and clears the Operations view. */
async function closeEverything(page: Page): Promise<void> {
  await escapePick(page);
  await dismiss("the dialog to close", dialog(page), () => page.keyboard.press("Escape"));
  await dismiss("the tabs to close", page.locator(".tabs-container .tab"), (tab) =>
    tab.click({ button: "middle", timeout: 2_000 }),
  );
  await dismiss(
    "the notifications to close",
    page.locator(".notification-toast"),
    async (toast) => {
      await toast.hover({ timeout: 2_000 });
      await toast.locator(".codicon-notifications-clear").click({ timeout: 2_000 });
    },
  );
  await viewAction(page, OPERATIONS, "Clear Finished Operations");
}

/** Repeats what makes one of these go away, until there is none. */
async function dismiss(
  what: string,
  all: Locator,
  dismissOne: (one: Locator) => Promise<void>,
): Promise<void> {
  await eventually(what, async () => {
    if ((await all.count()) === 0) {
      return true;
    }
    // It may go by itself meanwhile.
    await dismissOne(all.first()).catch(() => undefined);
    return undefined;
  });
}
