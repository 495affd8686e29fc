import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../../../../src/base/fileLock";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { ShownNotices } from "../../../../src/features/expiry/shownNotices";
import type { Targets } from "../../../../src/commands/targets";
import { automation } from "../../../../src/services/automation";
import { keyVault } from "../../../../src/services/keyVault";
import { ExpiryNotices, type NoticePrompts } from "../../../../src/features/expiry/expiryNotices";
import { FakeClock } from "../../base/fakeClock";
import { hour, inHours, listed, now } from "../../inventory/listed";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "notices-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const soon = listed({ name: "kv-soon", purgeAt: inHours(7.2) }, "Contoso");
const later = listed({ name: "kv-later", purgeAt: inHours(20) });

interface Window {
  readonly notices: ExpiryNotices;
  readonly told: string[];
  readonly done: string[];
  readonly checks: number[];
}

/** A window whose person always chooses the button that begins so. */
function windowOf(
  clock: FakeClock,
  choice: string | undefined,
  changes: Partial<NoticePrompts & Pick<Targets, "serviceOf" | "isBusy">> = {},
): Window {
  const told: string[] = [];
  const done: string[] = [];
  const checks: number[] = [];
  const named =
    (what: string) =>
    ({ resource }: InventoryItem): void => {
      done.push(`${what} ${resource.name}`);
    };
  const items = { serviceOf: () => keyVault, isBusy: () => false, ...changes };
  const notices = new ExpiryNotices(items, new ShownNotices(folder), clock, {
    warnHours: () => 24,
    isWanted: () => true,
    tell: async (sentence, buttons) => {
      told.push(`${sentence} [${buttons.join("|")}]`);
      return buttons.find((button) => choice !== undefined && button.startsWith(choice));
    },
    recover: named("recover"),
    show: named("show"),
    turnOff: async () => {
      done.push("off");
    },
    checkAgainIn: (milliseconds) => {
      checks.push(milliseconds);
    },
    ...changes,
  });
  return { notices, told, done, checks };
}

describe("what is about to be gone", () => {
  it("is told with what can be done, once, and recovered from there", async () => {
    const clock = new FakeClock(now);
    const window = windowOf(clock, "Recover");
    await window.notices.check([soon]);
    await window.notices.check([soon]);
    expect(window.told).toEqual([
      "Azure purges the deleted key vault \"kv-soon\" of Contoso in 7 h. After that, you can't recover the resource. [Recover|Snooze for 3 h|Don't Ask Again]",
    ]);
    expect(window.done).toEqual(["recover kv-soon"]);
    const reloaded = windowOf(clock, "Recover");
    await reloaded.notices.check([soon]);
    expect(reloaded.told).toEqual([]);
  });

  it("is told together where it is several, with a way to see them", async () => {
    const window = windowOf(new FakeClock(now), "Show");
    await window.notices.check([soon, later]);
    expect(window.told).toEqual([
      "Azure purges 2 deleted resources within 24 hours, starting with \"kv-soon\" in 7 h. After that, you can't recover these resources. [Show|Snooze for 3 h|Don't Ask Again]",
    ]);
    expect(window.done).toEqual(["show kv-soon"]);
  });

  it("can be put off, and is told again then, wherever", async () => {
    const clock = new FakeClock(now);
    const window = windowOf(clock, "Snooze");
    await window.notices.check([soon]);
    expect(window.checks).toEqual([3 * hour]);
    clock.time += 3 * hour - 1;
    await window.notices.check([soon]);
    expect(window.told).toHaveLength(1);
    clock.time += 1;
    const other = windowOf(clock, undefined);
    await other.notices.check([soon]);
    expect(other.told).toHaveLength(1);
    expect(other.done).toEqual([]);
  });

  it("cannot be put off until it is gone", async () => {
    const window = windowOf(new FakeClock(now), "Snooze");
    await window.notices.check([listed({ purgeAt: inHours(0.9) })]);
    expect(window.told).toEqual([
      expect.stringMatching(/in 54 min\..*\[Recover\|Don't Ask Again\]$/),
    ]);
    expect(window.checks).toEqual([]);
  });

  it("is not told any more to who does not want to be", async () => {
    let wanted = true;
    const window = windowOf(new FakeClock(now), "Don't", {
      isWanted: () => wanted,
      turnOff: async () => {
        wanted = false;
      },
    });
    await window.notices.check([soon]);
    await window.notices.check([soon, later]);
    expect(window.told).toHaveLength(1);
  });

  it("is not told while something is being done to it, or where nothing can be", async () => {
    const busy = windowOf(new FakeClock(now), undefined, { isBusy: (item) => item === soon });
    await busy.notices.check([soon]);
    expect(busy.told).toEqual([]);
    const lost = windowOf(new FakeClock(now), undefined, { serviceOf: () => automation });
    await lost.notices.check([soon]);
    expect(lost.told).toEqual([]);
    // Nothing was written down as told that was not.
    await windowOf(new FakeClock(now), undefined).notices.check([soon]);
  });

  it("is told of in one of several windows", async () => {
    const clock = new FakeClock(now);
    const windows = Array.from({ length: 4 }, () => windowOf(clock, undefined));
    await Promise.all(windows.map(({ notices }) => notices.check([soon])));
    expect(windows.flatMap(({ told }) => told)).toHaveLength(1);
  });

  it("is looked at again when another window is done", async () => {
    const lock = await acquireLock(folder, "notices");
    const window = windowOf(new FakeClock(now), undefined);
    await window.notices.check([soon]);
    expect(window.told).toEqual([]);
    expect(window.checks).toEqual([5_000]);
    lock?.release();
    await window.notices.check([soon]);
    expect(window.told).toHaveLength(1);
  });

  it("whose name looks like a link is not one", async () => {
    const window = windowOf(new FakeClock(now), undefined);
    await window.notices.check([listed({ name: "[a](command:b)", purgeAt: inHours(2) })]);
    expect(window.told[0]).not.toContain("](");
  });
});
