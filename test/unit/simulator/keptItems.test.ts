import { describe, expect, it } from "vitest";
import { KeptItems } from "../../simulator/keptItems";
import { SimulatedTime } from "../../simulator/simulatedTime";

/** Counts how often somebody looks whether it is still there. */
class Item {
  looks = 0;
  purgedAt: number | undefined;

  constructor(readonly name: string) {}

  get purgeAt(): number {
    this.looks += 1;
    return begun + 60_000;
  }
}

const begun = Date.now();

function kept(count: number): { readonly items: KeptItems<Item>; readonly time: SimulatedTime } {
  const time = new SimulatedTime(0);
  const items = new KeptItems<Item>(time, ({ name }) => name);
  for (let index = 0; index < count; index += 1) {
    items.add(new Item(`Kv-${String(index)}`));
  }
  return { items, time };
}

describe("items that are kept", () => {
  it("are found among thousands without a look at the others", () => {
    const { items } = kept(8000);
    const all = items.all();
    const looks = (): number => all.reduce((sum, item) => sum + item.looks, 0);
    expect(looks()).toBe(8000);
    expect(items.find("kv-7999")).toBe(all[7999]);
    expect(items.find("kv-8000")).toBeUndefined();
    expect(looks()).toBe(8001);
  });

  it("are gone when their purge is over, when they are recovered, and when their time is", () => {
    const { items, time } = kept(3);
    const [first, second] = items.all();
    if (first === undefined || second === undefined) {
      throw new Error("There are none.");
    }
    first.purgedAt = begun + 30_000;
    expect(items.find("KV-0")).toBe(first);
    items.remove(second);
    expect(items.all().map(({ name }) => name)).toEqual(["Kv-0", "Kv-2"]);
    time.advance(40);
    expect(items.find("KV-0")).toBeUndefined();
    expect(items.all().map(({ name }) => name)).toEqual(["Kv-2"]);
    time.advance(40);
    expect(items.find("kv-2")).toBeUndefined();
    expect(items.all()).toEqual([]);
  });
});
