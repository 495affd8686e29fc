import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Uncaught } from "./uncaught";

export function quietSuite(uncaught: Uncaught): void {
  suite("the whole run", () => {
    test("nothing was thrown or rejected that nobody caught", async () => {
      // What was rejected last is reported a turn of the event loop later.
      await delay(200);
      assert.deepEqual(uncaught.found, []);
    });
  });
}
