import { expect, it } from "vitest";
import { mapConcurrently } from "../../../src/base/mapConcurrently";

it("maps at most eight items at the same time, and keeps their order", async () => {
  let running = 0;
  let most = 0;
  const items = Array.from({ length: 50 }, (_, index) => index);
  const results = await mapConcurrently(items, async (item) => {
    running += 1;
    most = Math.max(most, running);
    for (let turns = 0; turns < 10 + (item % 5); turns += 1) {
      await Promise.resolve();
    }
    running -= 1;
    return item * 2;
  });
  expect(results).toEqual(items.map((item) => item * 2));
  expect(most).toBe(8);
});

it("finishes all items before it throws the failure of the first that failed", async () => {
  const finished: number[] = [];
  const mapped = mapConcurrently([0, 1, 2, 3], async (item) => {
    await Promise.resolve();
    if (item % 2 === 1) {
      throw new Error(`item ${String(item)}`);
    }
    finished.push(item);
  });
  await expect(mapped).rejects.toThrow("item 1");
  expect(finished).toEqual([0, 2]);
});
