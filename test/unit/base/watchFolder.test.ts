import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Disposable } from "../../../src/base/listeners";
import type { Logger } from "../../../src/base/logger";
import { watchFolder } from "../../../src/base/watchFolder";
import { silent } from "../operations/harness";

let parent = "";
const watching: Disposable[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "watching-"));
});

afterEach(async () => {
  for (const one of watching.splice(0)) {
    one.dispose();
  }
  await rm(parent, { recursive: true, force: true });
});

function watched(folder: string, logger: Logger = silent): (readonly string[] | undefined)[] {
  const reports: (readonly string[] | undefined)[] = [];
  watching.push(
    watchFolder(folder, (names) => reports.push(names && [...names].toSorted()), logger),
  );
  return reports;
}

/** Until the system watches: a file that is written again and again is noticed. */
async function noticed(folder: string, reports: readonly unknown[]): Promise<void> {
  await expect
    .poll(
      async () => {
        await writeFile(join(folder, "ready"), "");
        return reports.length;
      },
      { timeout: 5000 },
    )
    .toBeGreaterThan(0);
}

describe("a watched folder", () => {
  it("is made where it is missing, and the changes of a burst are told together", async () => {
    const folder = join(parent, "new");
    const reports = watched(folder);
    await expect
      .poll(() =>
        writeFile(join(folder, "ready"), "").then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await noticed(folder, reports);
    await writeFile(join(folder, "a"), "1");
    await writeFile(join(folder, "b"), "1");
    await expect
      .poll(() => reports.at(-1), { timeout: 3000 })
      .toEqual(expect.arrayContaining(["a", "b"]));
  });

  it("is not watched any more once that is over", async () => {
    const reports = watched(parent);
    await noticed(parent, reports);
    watching.splice(0).forEach((one) => {
      one.dispose();
    });
    const before = reports.length;
    await writeFile(join(parent, "a"), "1");
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(reports).toHaveLength(before);
  });

  it("is polled where it can't be watched, and that is logged", async () => {
    await writeFile(join(parent, "file"), "");
    const warnings: string[] = [];
    const reports = watched(join(parent, "file", "folder"), {
      ...silent,
      warn: (message) => warnings.push(message),
    });
    await expect.poll(() => reports, { timeout: 4000 }).toEqual([undefined]);
    expect(warnings).toHaveLength(1);
  });
});
