import { describe, expect, it } from "vitest";
import type { CancellationToken } from "vscode";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import type { WhoDeleted } from "../../../../src/deletionHistory/whoDeleted";
import { Hovers } from "../../../../src/ui/tree/hovers";
import { Row } from "../../../../src/ui/treeRows";
import { ManualClock, settled } from "../../base/fakeClock";
import { item, start } from "../../features/nameLookup/boxDeletions";

const logged: WhoDeleted = {
  kind: "logged",
  deletion: { resourceId: "/a", at: "2026-03-01T12:00:00.000Z", caller: undefined },
  withGroup: false,
};

/** VS Code's own comes with VS Code only. */
class Token implements CancellationToken {
  isCancellationRequested = false;
  readonly #listeners = new Set<(event: unknown) => void>();

  readonly onCancellationRequested = (
    listener: (event: unknown) => void,
  ): { dispose: () => void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  cancel(): void {
    this.isCancellationRequested = true;
    for (const listener of this.#listeners) {
      listener(undefined);
    }
  }
}

interface Node {
  readonly inventoryItem: InventoryItem;
}

class World {
  readonly clock = new ManualClock();
  readonly renewed: string[] = [];
  readonly #answers: ((who: WhoDeleted) => void)[] = [];
  readonly #rows = new Map<string, Row>();
  readonly hovers = new Hovers<Node>({
    whoDeleted: () =>
      new Promise((resolve) => {
        this.#answers.push(resolve);
      }),
    text: ({ inventoryItem }, who) =>
      `${inventoryItem.resource.name}: ${who?.kind ?? "no response"}`,
    clock: this.clock,
    renew: (rows) => {
      this.renewed.push(rows.map(({ node }) => node.id).join(" "));
    },
  });

  point(name: string, token: CancellationToken = new Token()): Promise<string | undefined> {
    const row = this.#rows.get(name) ?? new Row(nodeNamed(name), undefined);
    this.#rows.set(name, row);
    return this.hovers.tooltip(row, { inventoryItem: item(name, start) }, token);
  }

  async answer(who: WhoDeleted): Promise<void> {
    for (const answer of this.#answers.splice(0)) {
      answer(who);
    }
    await settled();
  }
}

function nodeNamed(id: string): Row["node"] {
  return {
    id,
    signature: "",
    children: [],
    item: () => {
      throw new Error("Nobody draws here.");
    },
  };
}

describe("the hover of a deleted resource", () => {
  it("has the answer that comes in time", async () => {
    const world = new World();
    const hover = world.point("a");
    await world.clock.advance(1_400);
    await world.answer(logged);
    expect(await hover).toBe("a: logged");
    await world.clock.advance(60_000);
    expect(world.renewed).toEqual([]);
    expect(world.clock.sleeping).toBe(0);
  });

  it("waits no longer than a moment, and is renewed when the answer has come", async () => {
    const world = new World();
    const hover = world.point("a");
    await world.clock.advance(1_500);
    expect(await hover).toBe("a: no response");
    await world.answer(logged);
    await world.clock.advance(4_900);
    expect(world.renewed).toEqual([]);
    await world.clock.advance(100);
    expect(world.renewed).toEqual(["a"]);
    const again = world.point("a");
    await world.answer(logged);
    expect(await again).toBe("a: logged");
  });

  it("is renewed as soon as the pointer is elsewhere", async () => {
    const world = new World();
    const first = world.point("a");
    await world.answer(logged);
    await first;
    const second = world.point("b");
    expect(world.renewed).toEqual(["a"]);
    await world.clock.advance(1_500);
    await second;
    await world.answer(logged);
    void world.point("c");
    expect(world.renewed).toEqual(["a", "b"]);
    await world.clock.advance(60_000);
    expect(world.renewed).toEqual(["a", "b"]);
  });

  it.each<WhoDeleted>([{ kind: "notLogged" }, { kind: "tooOld" }, { kind: "incomplete" }])(
    "stays as it is where the late answer is $kind",
    async (who) => {
      const world = new World();
      const hover = world.point("a");
      await world.clock.advance(1_500);
      await hover;
      await world.answer(who);
      await world.clock.advance(60_000);
      expect(world.renewed).toEqual([]);
    },
  );

  it("is not made for a pointer that has left", async () => {
    const world = new World();
    const token = new Token();
    const hover = world.point("a", token);
    token.cancel();
    expect(await hover).toBeUndefined();
    expect(world.clock.sleeping).toBe(0);
    await world.answer(logged);
    await world.clock.advance(60_000);
    expect(world.renewed).toEqual([]);
  });

  it("leaves nothing behind with its view", async () => {
    const world = new World();
    const hover = world.point("a");
    await world.clock.advance(1_500);
    await hover;
    await world.answer(logged);
    world.hovers.dispose();
    await world.clock.advance(60_000);
    expect(world.renewed).toEqual([]);
    expect(world.clock.sleeping).toBe(0);
  });
});
