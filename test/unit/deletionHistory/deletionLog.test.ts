import { describe, expect, it } from "vitest";
import type { Subscription } from "../../../src/account/account";
import type { ArmRequest } from "../../../src/azure/armRequest";
import { ArmError, type ArmFailure } from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/base/json";
import { DeletionLog } from "../../../src/deletionHistory/deletionLog";
import type { InventoryItem } from "../../../src/inventory/inventorySnapshot";
import type { WhoDeleted } from "../../../src/deletionHistory/whoDeleted";
import {
  box,
  boxes,
  day,
  event,
  groupEvent,
  hour,
  iso,
  item,
  minute,
  start,
} from "../features/nameLookup/boxDeletions";
import { silent } from "../operations/harness";

const forbidden: ArmFailure = {
  kind: "refused",
  method: "GET",
  path: "/",
  status: 403,
  code: "AuthorizationFailed",
  message: "no",
};

/** An Activity Log that a test fills, holds up and breaks. */
class World {
  now = start;
  items: readonly InventoryItem[] = [];
  pages: readonly (readonly JsonValue[])[] = [[]];
  failure: ArmFailure | undefined;
  held: Promise<void> | undefined;
  readonly asked: { readonly request: ArmRequest; readonly subscription: Subscription }[] = [];
  pagesRead = 0;
  readonly log = new DeletionLog({
    connect: async (subscription) => ({
      list: async (request, onPage, signal) => {
        this.asked.push({ request, subscription });
        await this.held;
        for (const page of this.pages) {
          signal?.throwIfAborted();
          this.pagesRead += 1;
          onPage(page);
        }
        if (this.failure !== undefined) {
          throw new ArmError(this.failure);
        }
      },
    }),
    items: () => this.items,
    retentionHours: ({ name }) => (name === "kept 14 days" ? 14 * 24 : undefined),
    clock: { now: () => this.now, sleep: () => Promise.reject(new Error("Nothing sleeps here.")) },
    logger: silent,
  });

  async who(one: InventoryItem): Promise<string> {
    const answer = await this.log.whoDeleted(one);
    return answer.kind === "logged" ? (answer.deletion.caller?.value ?? "nobody") : answer.kind;
  }

  /** How long before the question each of them began, in hours. */
  get hoursAsked(): readonly number[] {
    return this.asked.map(({ request }) => {
      const [since = "", until = ""] =
        request.query?.["$filter"]?.match(/'[^']+'/g)?.map((text) => text.slice(1, -1)) ?? [];
      return (Date.parse(until) - Date.parse(since)) / hour;
    });
  }

  hold(): () => void {
    let release: () => void = () => undefined;
    this.held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }
}

describe("asking who deleted something", () => {
  it("reads the log of a subscription once, for everything that is deleted in it", async () => {
    const world = new World();
    const names = Array.from({ length: 50 }, (_, index) => `box ${String(index)}`);
    world.items = names.map((name, index) => item(name, start - index * hour));
    world.pages = names.map((name, index) => [event(name, start - index * hour)]).slice(0, 20);
    const answers = await Promise.all(world.items.map((one) => world.who(one)));
    expect(answers.slice(0, 20)).toEqual(names.slice(0, 20).map((name) => `who deleted ${name}`));
    expect(new Set(answers.slice(20))).toEqual(new Set(["notLogged"]));
    world.now += day;
    expect(await world.who(item("box 30", start - 30 * hour))).toBe("notLogged");
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]?.request.path).toBe(
      "/subscriptions/s/providers/Microsoft.Insights/eventtypes/management/values",
    );
    expect(world.asked[0]?.request.query?.["$select"]).toBe(
      "caller,claims,correlationId,eventTimestamp,operationName,resourceId,status",
    );
  });

  it("reads it for each account and subscription", async () => {
    const world = new World();
    const one = item("a", start - hour);
    const inOther = { ...one, subscription: { ...boxes, subscriptionId: "t" } };
    const ofOther = { ...one, subscription: { ...boxes, accountId: "lee" } };
    await Promise.all([one, inOther, ofOther, one].map((each) => world.who(each)));
    expect(
      world.asked.map(({ subscription: { accountId, subscriptionId } }) =>
        [accountId, subscriptionId].join(" "),
      ),
    ).toEqual(["dana s", "dana t", "lee s"]);
  });

  it("goes no further back than the earliest deletion, and never further than the log", async () => {
    const hoursFor = async (...items: readonly InventoryItem[]): Promise<number | undefined> => {
      const world = new World();
      world.items = items;
      await world.who(item("a", start - hour));
      return world.hoursAsked[0];
    };
    const elsewhere = {
      ...item("x", start - 80 * day),
      subscription: { ...boxes, subscriptionId: "t" },
    };
    expect(await hoursFor(elsewhere)).toBe(3);
    expect(await hoursFor(item("b", start - 10 * hour), item("c", start - 5 * hour))).toBe(12);
    expect(await hoursFor(item("kept 14 days", undefined))).toBe(14 * 24);
    expect(await hoursFor(item("unknown", undefined))).toBeCloseTo(90 * 24, 1);
    expect(await hoursFor(item("almost too old", start - 90 * day + hour))).toBeCloseTo(90 * 24, 1);
    // What the log cannot have any more is not a reason to read all of it.
    expect(await hoursFor(item("too old", start - 91 * day))).toBe(3);
  });

  it("asks nothing where the log cannot have it, or the resource tells itself", async () => {
    const world = new World();
    expect(await world.who(item("a", start - 91 * day))).toBe("tooOld");
    const resource = box("b", start - hour);
    const raw = {
      resourceId: resource.originalId,
      at: iso(start - hour),
      caller: { by: "name", value: "lee@contoso.example" },
    };
    const told = { subscription: boxes, resource: { ...resource, raw } };
    expect(await world.who(told)).toBe("lee@contoso.example");
    expect(world.asked).toEqual([]);
  });

  it("takes the time from the log where the service tells none", async () => {
    const world = new World();
    world.pages = [[event("a", start - 2 * day)], [groupEvent(start - day)]];
    expect(await world.log.whoDeleted(item("a", undefined))).toMatchObject({
      deletion: { at: iso(start - 2 * day) },
      withGroup: false,
    });
    expect(await world.log.whoDeleted(item("b", undefined))).toMatchObject({
      deletion: { at: iso(start - day) },
      withGroup: true,
    });
  });
});

describe("what was read", () => {
  it("is not enough for a newer deletion", async () => {
    const world = new World();
    world.items = [item("a", start - 10 * day)];
    world.pages = [[event("a", start - 10 * day)]];
    await world.who(item("a", start - 10 * day));
    world.now = start + day;
    world.pages = [[event("b", world.now - minute)]];
    expect(await world.who(item("b", world.now - minute))).toBe("who deleted b");
    expect(await world.who(item("a", start - 10 * day))).toBe("who deleted a");
    expect(world.asked).toHaveLength(2);
    // From where the first reading ended, with room for what came late.
    expect(world.hoursAsked[1]).toBeCloseTo(24 + 1 / 3, 5);
  });

  it("is not enough for an earlier deletion than it went back to", async () => {
    const world = new World();
    await world.who(item("a", start - hour));
    world.pages = [[event("b", start - day)]];
    expect(await world.who(item("b", start - day))).toBe("who deleted b");
    expect(world.hoursAsked).toEqual([3, 26]);
  });

  it("is asked for again soon where the log lags, but not at every turn", async () => {
    const world = new World();
    const fresh = item("a", start - minute);
    expect(await world.who(fresh)).toBe("notLogged");
    world.now += minute / 2;
    expect(await world.who(fresh)).toBe("notLogged");
    expect(world.asked).toHaveLength(1);
    world.now += minute;
    world.pages = [[event("a", start - minute)]];
    expect(await world.who(fresh)).toBe("who deleted a");
    expect(world.asked).toHaveLength(2);
  });

  it("stays after a refresh where it is an answer, and is asked for anew where it is not", async () => {
    const world = new World();
    const [known, unknown, untimed] = [
      item("a", start - day),
      item("b", start - day),
      item("c", undefined),
    ];
    world.items = [known, unknown, untimed];
    world.pages = [[event("a", start - day), event("c", start - 3 * day)]];
    expect(await Promise.all(world.items.map((one) => world.who(one)))).toEqual([
      "who deleted a",
      "notLogged",
      "who deleted c",
    ]);
    world.log.markStale();
    expect(await world.who(known)).toBe("who deleted a");
    expect(world.asked).toHaveLength(1);
    world.pages = [[event("b", start - day), event("c", start - 2 * day, { caller: "lee" })]];
    expect(await world.who(untimed)).toBe("lee");
    expect(await world.who(unknown)).toBe("who deleted b");
    expect(world.asked).toHaveLength(2);
  });

  it("is asked for anew where a refresh comes while it is read", async () => {
    const world = new World();
    const release = world.hold();
    const asking = world.who(item("a", start - hour));
    await Promise.resolve();
    world.log.markStale();
    world.pages = [[]];
    release();
    expect(await asking).toBe("notLogged");
    expect(world.asked).toHaveLength(2);
  });

  it("serves whoever waits longer than another", async () => {
    const world = new World();
    world.pages = [[event("a", start - hour)]];
    const release = world.hold();
    const leaving = new AbortController();
    const gone = world.log.whoDeleted(item("a", start - hour), leaving.signal);
    const waiting = world.who(item("a", start - hour));
    leaving.abort(new Error("the pointer has left"));
    await expect(gone).rejects.toThrow("the pointer has left");
    release();
    expect(await waiting).toBe("who deleted a");
    expect(world.asked).toHaveLength(1);
  });

  it("is forgotten with the sign-in, and who waits is told", async () => {
    const world = new World();
    world.pages = [[event("a", start - hour)]];
    const release = world.hold();
    const waiting = world.log.whoDeleted(item("a", start - hour));
    await Promise.resolve();
    world.log.clear();
    release();
    const answer: WhoDeleted = await waiting;
    expect(answer).toMatchObject({ kind: "notReadable", failure: { kind: "notSent" } });
    expect(await world.who(item("a", start - hour))).toBe("who deleted a");
    expect(world.asked).toHaveLength(2);
  });
});

describe("a log that is not read to its end", () => {
  it("is forbidden for a moment only", async () => {
    const world = new World();
    world.failure = forbidden;
    const one = item("a", start - hour);
    expect(await world.log.whoDeleted(one)).toEqual({ kind: "notReadable", failure: forbidden });
    world.now += minute / 2;
    expect(await world.who(item("b", start - hour))).toBe("notReadable");
    expect(world.asked).toHaveLength(1);
    world.now += minute;
    world.failure = undefined;
    world.pages = [[event("a", start - hour)]];
    expect(await world.who(one)).toBe("who deleted a");
  });

  it("answers with what came before it broke", async () => {
    const world = new World();
    world.pages = [[event("a", start - hour)]];
    world.failure = { ...forbidden, status: 500 };
    expect(await world.who(item("a", start - hour))).toBe("who deleted a");
    expect(await world.who(item("b", start - hour))).toBe("notReadable");
    expect(world.asked).toHaveLength(1);
  });

  it("is not readable where there is no connection", async () => {
    const log = new DeletionLog({
      connect: () => Promise.reject(new Error("The cloud is not configured.")),
      items: () => [],
      retentionHours: () => undefined,
      clock: { now: () => start, sleep: async () => undefined },
      logger: silent,
    });
    expect(await log.whoDeleted(item("a", start - hour))).toMatchObject({
      kind: "notReadable",
      failure: { kind: "notSent", message: "The cloud is not configured." },
    });
  });

  it("is left after so many pages, and says so of what was not among them", async () => {
    const world = new World();
    const names = Array.from({ length: 200 }, (_, index) => `box ${String(index)}`);
    world.items = names.map((name) => item(name, start - hour));
    world.pages = names.map((name) => [event(name, start - hour)]);
    expect(await world.who(item("box 3", start - hour))).toBe("who deleted box 3");
    expect(world.pagesRead).toBe(25);
    expect(await world.who(item("box 150", start - hour))).toBe("incomplete");
    expect(world.asked).toHaveLength(1);
  });

  it("is complete where it has just so many pages", async () => {
    const world = new World();
    world.pages = Array.from({ length: 25 }, () => []);
    expect(await world.who(item("a", start - hour))).toBe("notLogged");
    expect(world.pagesRead).toBe(25);
  });

  it("is left after a minute", async () => {
    const world = new World();
    const slow = [event("x", start)];
    world.pages = Array.from({ length: 20 }, () => slow);
    const { now } = world;
    Object.defineProperty(world, "now", { get: () => now + world.pagesRead * 15_000 });
    expect(await world.who(item("a", start - hour))).toBe("incomplete");
    expect(world.pagesRead).toBe(5);
  });

  it("is asked for whole where Azure does not know how to leave properties out", async () => {
    const world = new World();
    world.pages = [];
    world.failure = { ...forbidden, status: 400, code: "BadRequest" };
    const asking = world.who(item("a", start - hour));
    expect(await asking).toBe("notReadable");
    expect(world.asked.map(({ request }) => "$select" in (request.query ?? {}))).toEqual([
      true,
      false,
    ]);
  });
});
