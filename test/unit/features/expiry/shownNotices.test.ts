import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquireLock } from "../../../../src/base/fileLock";
import { ShownNotices } from "../../../../src/features/expiry/shownNotices";

const now = 1_000_000_000_000;
const hour = 3_600_000;
const one = { deletion: "one@1", purgeAt: now + 10 * hour };
const two = { deletion: "two@1", purgeAt: now + 20 * hour };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "notices-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("what is about to be gone", () => {
  it("is told once, also by the next window", async () => {
    expect(await new ShownNotices(folder).take([one], now)).toEqual([one]);
    const reloaded = new ShownNotices(folder);
    expect(await reloaded.take([one, two], now)).toEqual([two]);
    expect(await reloaded.take([one, two], now + hour)).toEqual([]);
    // Deleted again under the same name: another deletion.
    const again = { ...one, deletion: "one@2" };
    expect(await reloaded.take([one, again], now)).toEqual([again]);
  });

  it("is told by one of several windows that see it at the same time", async () => {
    const books = Array.from({ length: 8 }, () => new ShownNotices(folder));
    const told = await Promise.all(books.map((book) => book.take([one, two], now)));
    expect(told.flatMap((some) => some ?? [])).toEqual([one, two]);
  });

  it("is not told while another window has the book, and is afterwards", async () => {
    const lock = await acquireLock(folder, "notices");
    const book = new ShownNotices(folder);
    expect(await book.take([one], now)).toBeUndefined();
    expect(await book.snooze([one], now + hour, now)).toBe(false);
    lock?.release();
    expect(await book.take([one], now)).toEqual([one]);
  });

  it("is told once more when that was put off, and then no more", async () => {
    const book = new ShownNotices(folder);
    await book.take([one, two], now);
    expect(await book.snooze([one], now + 5 * hour, now)).toBe(true);
    expect(await book.take([one, two], now + 5 * hour - 1)).toEqual([]);
    expect(await new ShownNotices(folder).take([one, two], now + 5 * hour)).toEqual([one]);
    expect(await book.take([one, two], now + 6 * hour)).toEqual([]);
  });

  it("is forgotten a day after it is gone", async () => {
    const book = new ShownNotices(folder);
    await book.take([one], now);
    await book.take([two], one.purgeAt + 25 * hour);
    expect(await readFile(join(folder, "told.json"), "utf8")).not.toContain("one@1");
  });

  it("is told where the file is spoilt, and leaves nothing else behind", async () => {
    await writeFile(join(folder, "told.json"), '{"one@1": 5, "two@1": {"purge');
    expect(await new ShownNotices(folder).take([one, two], now)).toEqual([one, two]);
    expect(await readdir(folder)).toEqual(["told.json"]);
  });
});
