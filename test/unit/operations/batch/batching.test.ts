import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endedOf, type EndedBatch } from "../../../../src/operations/batch/batch";
import {
  JumpingClock,
  purgesOfVaults,
  VaultModel,
  windowOver,
  type BulkWindow,
  type ModelOptions,
} from "../bulkModel";
import { Disk } from "../memory";
import type { Plan } from "../../../../src/services/plan";

interface Life extends BulkWindow {
  /** As a process that dies: it releases nothing that its claims do not, and sends no more. */
  readonly die: () => void;
}

function live(disk: Disk, arm: VaultModel, clock: JumpingClock): Life {
  const window = windowOver(disk, arm, clock);
  const die = (): void => {
    window.runner.dispose();
    window.batches.dispose();
  };
  return { ...window, die };
}

function world(options: Partial<ModelOptions> = {}): {
  readonly disk: Disk;
  readonly clock: JumpingClock;
  readonly arm: VaultModel;
} {
  const clock = new JumpingClock();
  const arm = new VaultModel({
    clock,
    latency: 300,
    purgeTakes: 30_000,
    isLimited: false,
    ...options,
  });
  return { disk: new Disk(), clock, arm };
}

/** The next window takes up what is there; undefined where there is nothing to take up. */
async function takenUp({ batches }: Life, clock: JumpingClock): Promise<EndedBatch | undefined> {
  let ended: Promise<EndedBatch | undefined> | undefined;
  await clock.during(
    batches.resume((started) => {
      ended = started.ended;
    }),
  );
  return ended === undefined ? undefined : clock.during(ended);
}

function takenTwice({ posts }: VaultModel): readonly string[] {
  const taken = posts.filter((post) => post.taken).map((post) => post.vault);
  return taken.filter((vault, index) => taken.indexOf(vault) !== index);
}

function sentTwice({ posts }: VaultModel): readonly string[] {
  const sent = posts.map((post) => post.vault);
  return sent.filter((vault, index) => sent.indexOf(vault) !== index);
}

function expectNothingLeft(disk: Disk): void {
  expect([...disk.operations.keys()]).toEqual([]);
  expect([...disk.claims.keys()]).toEqual([]);
}

function countOf(ended: EndedBatch | undefined): number | undefined {
  return ended === undefined ? undefined : endedOf(ended.batch);
}

/** Sent anew by the next window all the same: nothing of it takes anything away. */
function recoveries(count: number): readonly Plan[] {
  return purgesOfVaults(count).map((plan) => ({
    ...plan,
    action: "recover",
    steps: plan.steps.map((step) => ({
      ...step,
      request: { ...step.request, path: step.request.path.replace(/purge$/, "restore") },
    })),
  }));
}

describe("a batch", () => {
  it("sends each once, at nine tenths of the rate that ARM allows or better", async () => {
    const { disk, clock, arm } = world({ isLimited: true, purgeTakes: 10_000 });
    const { batches, runner } = live(disk, arm, clock);
    const began = clock.now();
    const { id, ended } = await batches.start("purge", purgesOfVaults(800));
    const { batch, succeeded } = (await clock.during(ended)) ?? {};
    expect(batch).toMatchObject({ succeeded: 800, failed: 0, notSent: 0, notable: [] });
    expect(succeeded?.size).toBe(800);
    expect(batches.find(id)).toEqual(batch);
    expect(arm.gone).toBe(800);
    expect(sentTwice(arm)).toEqual([]);
    const fastest = (800 - 200) * 100 + 10_000;
    expect(fastest / (clock.now() - began)).toBeGreaterThan(0.9);
    expectNothingLeft(disk);
    expect(runner.operations).toEqual([]);
  });

  it("leaves the reads to those about to be sent, also before any of it is over", async () => {
    const { disk, clock, arm } = world({ isLimited: true, purgeTakes: 120_000 });
    const { batches } = live(disk, arm, clock);
    const began = clock.now();
    const { ended } = await batches.start("purge", purgesOfVaults(1000));
    await clock.during(ended, () => arm.posts.length === 1000);
    const fastest = (1000 - 200) * 100;
    expect(fastest / (clock.now() - began)).toBeGreaterThan(0.9);
    const { batch } = (await clock.during(ended)) ?? {};
    expect(batch).toMatchObject({ succeeded: 1000, failed: 0 });
  });

  it("goes on past failures, and says of each why, with code and correlation id", async () => {
    const { disk, clock, arm } = world();
    const { batches } = live(disk, arm, clock);
    arm.trouble = (vault, before) => {
      switch (Number(vault.slice(3)) % 50) {
        case 1:
          return { status: 403, code: "AuthorizationFailed" };
        case 2:
          return "lost before";
        case 3:
          return "lost after";
        case 4:
          return before === 0
            ? { status: 429, code: "TooManyRequests", retryAfterSeconds: 7 }
            : undefined;
        case 5:
          return { status: 500, code: "InternalServerError" };
        default:
          return undefined;
      }
    };
    const { ended } = await batches.start("purge", purgesOfVaults(300));
    const { batch } = (await clock.during(ended)) ?? {};
    // Of 6 each: refused; not to be told; done all the same; done at the second try; not to be told.
    expect(batch).toMatchObject({ succeeded: 300 - 18, failed: 6, uncertain: 12, notSent: 0 });
    expect(batch?.notable).toHaveLength(18);
    expect(batch?.notable.find(({ name }) => name === "kv-51")).toMatchObject({
      outcome: "failed",
      code: "AuthorizationFailed",
      status: 403,
      correlationId: "c-1",
      reason: expect.stringContaining("AuthorizationFailed") as string,
    });
    expect(takenTwice(arm)).toEqual([]);
    const again = sentTwice(arm).map((vault) => Number(vault.slice(3)) % 50);
    expect(again).toEqual([4, 4, 4, 4, 4, 4]);
    expectNothingLeft(disk);
  });

  it("counts what is being recovered or purged already as failed", async () => {
    const { disk, clock, arm } = world();
    const { batches, runner } = live(disk, arm, clock);
    const plans = purgesOfVaults(20);
    const first = Promise.all(plans.slice(3, 4).map((plan) => runner.start(plan)));
    const { ended } = await batches.start("purge", plans);
    const { batch } = (await clock.during(ended)) ?? {};
    await first;
    expect(batch).toMatchObject({ succeeded: 19, failed: 1 });
    expect(batch?.notable[0]?.reason).toMatch(/already being recovered or purged/);
    expect(sentTwice(arm)).toEqual([]);
  });

  it("takes two plans for one deletion as one", async () => {
    const { disk, clock, arm } = world();
    const { batches } = live(disk, arm, clock);
    const { ended } = await batches.start("purge", [...purgesOfVaults(20), ...purgesOfVaults(20)]);
    expect((await clock.during(ended))?.batch).toMatchObject({ total: 20, succeeded: 20 });
    expect(sentTwice(arm)).toEqual([]);
  });

  it("tells how long the rest takes, once there is a rate", async () => {
    const { disk, clock, arm } = world({ isLimited: true });
    const { batches } = live(disk, arm, clock);
    const { id, ended } = await batches.start("purge", purgesOfVaults(500));
    const guesses: (readonly [ended: number, left: number | undefined])[] = [];
    batches.onDidChange((batch) => guesses.push([endedOf(batch), batch.millisecondsLeft]));
    let halfAt = 0;
    await clock.during(ended, () => {
      halfAt ||= (batches.find(id)?.succeeded ?? 0) > 300 ? clock.now() : 0;
      return false;
    });
    expect(guesses[0]?.[1]).toBeUndefined();
    const atHalf = guesses.find(([count]) => count > 300)?.[1] ?? 0;
    expect(atHalf / (clock.now() - halfAt)).toBeGreaterThan(0.5);
    expect(atHalf / (clock.now() - halfAt)).toBeLessThan(2);
  });
});

describe("a batch that is cancelled", () => {
  it("follows what has been sent to its end and sends no more", async () => {
    const { disk, clock, arm } = world({ isLimited: true });
    const { batches } = live(disk, arm, clock);
    const { id, ended } = await batches.start("purge", purgesOfVaults(300));
    let atCancel = 0;
    const result = await clock.during(ended, () => {
      if (atCancel === 0 && arm.posts.length >= 250) {
        atCancel = arm.posts.length;
        batches.cancel(id);
      }
      return false;
    });
    // What was on the wire at that moment is answered.
    expect(arm.posts.length - atCancel).toBeLessThanOrEqual(16);
    expect(arm.gone).toBe(arm.posts.length);
    expect(result?.batch).toMatchObject({
      succeeded: arm.posts.length,
      notSent: 300 - arm.posts.length,
      failed: 0,
      stopReason: "cancelled",
    });
    expectNothingLeft(disk);
  });

  it("while Azure refuses everything ends at once, not when Azure lets it", async () => {
    const { disk, clock, arm } = world({ isLimited: true });
    arm.isUsedUp = true;
    const { batches } = live(disk, arm, clock);
    const { id, ended } = await batches.start("purge", purgesOfVaults(100));
    await clock.during(ended, () => arm.refused > 0);
    batches.cancel(id);
    const before = clock.now();
    const result = await clock.during(ended);
    expect(result?.batch).toMatchObject({ succeeded: 0, notSent: 100, stopReason: "cancelled" });
    expect(clock.now() - before).toBeLessThan(60_000);
  });
});

describe("a batch under throttling by others", () => {
  it("gives none up that only has to wait, and does not ask again and again", async () => {
    const { disk, clock, arm } = world({ isLimited: true });
    const { batches } = live(disk, arm, clock);
    const began = clock.now();
    const { ended } = await batches.start("purge", purgesOfVaults(250));
    const result = await clock.during(ended, () => {
      // A quarter of an hour in which nothing goes, then a minute in which it does, and so on.
      arm.isUsedUp = ((clock.now() - began) / 60_000) % 16 < 15;
      return false;
    });
    expect(result?.batch).toMatchObject({ succeeded: 250, failed: 0, uncertain: 0 });
    expect(takenTwice(arm)).toEqual([]);
    // One bucketful of writes in flight for each 17 seconds that Azure asks for.
    expect(arm.refused).toBeLessThan(((clock.now() - began) / 17_000) * 16 + 16);
  });

  it("that never ends leaves the rest, says so, and has sent nothing", async () => {
    const { disk, clock, arm } = world({ isLimited: true });
    arm.isUsedUp = true;
    const { batches } = live(disk, arm, clock);
    const began = clock.now();
    const { ended } = await batches.start("purge", purgesOfVaults(300));
    const result = await clock.during(ended);
    expect(result?.batch).toMatchObject({ succeeded: 0, notSent: 300, stopReason: "throttled" });
    expect(clock.now() - began).toBeLessThan(45 * 60_000);
    expectNothingLeft(disk);
  });
});

describe("a batch whose window closes", () => {
  it("of purges is followed to its end by the next one, and the rest is not sent", async () => {
    const { disk, clock, arm } = world({ isLimited: true });
    const first = live(disk, arm, clock);
    const { ended } = await first.batches.start("purge", purgesOfVaults(300));
    await clock.during(ended, () => arm.posts.length >= 220);
    first.die();
    expect(await clock.during(ended)).toBeUndefined();
    const sent = arm.posts.length;
    const second = live(disk, arm, clock);
    expect(await second.batches.hasUnfinished()).toBe(true);
    const result = await takenUp(second, clock);
    expect(arm.posts).toHaveLength(sent);
    const { succeeded = 0, uncertain = 0, notSent = 0 } = result?.batch ?? {};
    expect(succeeded).toBe(sent);
    expect(succeeded + uncertain + notSent).toBe(300);
    expect(result?.batch.stopReason).toBe("windowClosed");
    expect(result?.succeeded.size).toBe(succeeded);
    expect(await second.batches.hasUnfinished()).toBe(false);
    expectNothingLeft(disk);
  });

  it("of recoveries goes on with the rest", async () => {
    const { disk, clock, arm } = world();
    const first = live(disk, arm, clock);
    const { ended } = await first.batches.start("recover", recoveries(200));
    await clock.during(ended, () => arm.posts.length >= 60);
    first.die();
    await clock.during(ended);
    const result = await takenUp(live(disk, arm, clock), clock);
    const { succeeded = 0, uncertain = 0, notSent } = result?.batch ?? {};
    expect(succeeded + uncertain).toBe(200);
    expect(notSent).toBe(0);
    expect(takenTwice(arm)).toEqual([]);
  });

  it("after it was cancelled does not go on, also of recoveries", async () => {
    const { disk, clock, arm } = world();
    const first = live(disk, arm, clock);
    const { id, ended } = await first.batches.start("recover", recoveries(200));
    await clock.during(ended, () => arm.posts.length >= 60);
    first.batches.cancel(id);
    await clock.during(ended, () => (first.batches.find(id)?.succeeded ?? 0) > 0);
    first.die();
    await clock.during(ended);
    const sent = arm.posts.length;
    const result = await takenUp(live(disk, arm, clock), clock);
    expect(arm.posts).toHaveLength(sent);
    expect(result?.batch.stopReason).toBe("cancelled");
    expect(countOf(result)).toBe(200);
  });

  it("is ended once, by one of two windows", async () => {
    const { disk, clock, arm } = world();
    const first = live(disk, arm, clock);
    const { id, ended } = await first.batches.start("purge", purgesOfVaults(100));
    const other = live(disk, arm, clock);
    const announced: string[] = [];
    const watching = other.batches.resume((started) => announced.push(started.id));
    await clock.during(ended);
    expect(other.batches.find(id)?.ownedHere).toBe(false);
    await clock.during(watching);
    expect(other.batches.find(id)).toMatchObject({ succeeded: 100, ownedHere: false });
    expect(announced).toEqual([]);
    expect(sentTwice(arm)).toEqual([]);
  });

  it("at any moment, however often, sends none twice and loses none from its counts", async () => {
    const moment = fc.record({
      save: fc.integer({ min: 1, max: 120 }),
      isFull: fc.boolean(),
    });
    const deaths = fc.array(moment, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(deaths, fc.constantFrom("purge", "recover"), async (moments, action) => {
        const { disk, clock, arm } = world();
        const plans = action === "purge" ? purgesOfVaults(15) : recoveries(15);
        const lives = [...moments, undefined].map((death, index) => ({ death, index }));
        let last: EndedBatch | undefined;
        for (const { death, index } of lives) {
          const life = live(disk, arm, clock);
          let saves = 0;
          let isDead = false;
          disk.isFull = death?.isFull ?? false;
          life.operations.onSave = () => {
            saves += 1;
            if (isDead || saves === death?.save) {
              isDead = true;
              life.die();
              // Dead, it never writes again.
              throw new Error("dead");
            }
          };
          if (index === 0) {
            const { ended } = await life.batches.start(action, plans);
            last = await clock.during(ended);
          } else {
            last = (await takenUp(life, clock)) ?? last;
          }
          life.die();
          isDead = true;
        }
        expect(takenTwice(arm)).toEqual([]);
        expect(last?.batch.endedAt).toBeDefined();
        expect(countOf(last)).toBe(15);
        // What it says has worked has worked, and what it says was not sent was not.
        const { succeeded = 0, notSent = 0 } = last?.batch ?? {};
        expect(succeeded).toBeLessThanOrEqual(arm.gone);
        expect(arm.purges.size).toBeLessThanOrEqual(15 - notSent);
      }),
      { numRuns: 40 },
    );
  });
});
