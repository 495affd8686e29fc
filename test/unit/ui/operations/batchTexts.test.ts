import { describe, expect, it } from "vitest";
import type { Batch, ItemEnd } from "../../../../src/operations/batch/batch";
import {
  batchProgress,
  batchSentences,
  batchTitle,
} from "../../../../src/ui/operations/batchTexts";
import { batchSummary } from "../../../../src/ui/operations/batchSummary";
import { inMarkdown } from "../../../../src/ui/text";
import { purgesOfVaults } from "../../operations/bulkModel";

const startedAt = Date.parse("2026-03-01T12:00:00Z");
const running: Batch = {
  schema: 1,
  id: "b",
  action: "purge",
  startedAt,
  total: 8000,
  succeeded: 1222,
  failed: 12,
  uncertain: 0,
  notSent: 0,
  notable: [],
  millisecondsLeft: 676_000,
  ownedHere: true,
};

describe("a running batch", () => {
  it("is titled by what is done, and to how many", () => {
    expect(batchTitle(running)).toBe("Purge 8,000 resources");
  });

  it("counts what has ended and what has failed, and tells how long the rest takes", () => {
    expect(batchProgress(running)).toBe("1,234 of 8,000 · 12 failed · about 11 min left");
    const { millisecondsLeft: _, ...early } = running;
    expect(batchProgress({ ...early, failed: 0 })).toBe("1,222 of 8,000");
    expect(batchProgress({ ...running, millisecondsLeft: 20_000 })).toMatch(
      /less than 1 min left$/,
    );
    expect(batchProgress({ ...running, millisecondsLeft: 3 * 3_600_000 })).toMatch(
      /about 3 h left$/,
    );
    expect(batchProgress({ ...running, stopReason: "cancelled" })).toMatch(
      /stopping; waiting for requests already sent…/,
    );
  });
});

describe("a batch that has ended", () => {
  it("says how many have succeeded, and of the others why not", () => {
    const ended: Batch = { ...running, succeeded: 7000, notSent: 988, endedAt: startedAt + 1 };
    expect(batchSentences({ ...ended, stopReason: "cancelled" }, 0)).toBe(
      "Purged: 7000 of 8000. Failed: 12. Not sent: 988. The operation was canceled.",
    );
    expect(batchSentences({ ...ended, stopReason: "throttled" }, 0)).toMatch(
      /Azure refused every request/,
    );
    expect(batchSentences({ ...ended, stopReason: "windowClosed" }, 4)).toMatch(
      /The window closed before.*still lists some of the resources \(4\)/,
    );
    const well = { ...running, succeeded: 8000, failed: 0, endedAt: startedAt + 1 };
    expect(batchSentences(well, 0)).toBe("Purged: 8000 of 8000.");
  });
});

describe("the summary of a batch", () => {
  const plans = purgesOfVaults(6).map((plan) => ({
    ...plan,
    subject: { ...plan.subject, name: plan.subject.name.replace("kv-1", "a|b_[x](y)") },
  }));
  const ends: readonly ItemEnd[] = [
    { item: 0, outcome: "succeeded" },
    {
      item: 1,
      outcome: "failed",
      reason: "You may not.",
      code: "AuthorizationFailed",
      status: 403,
      correlationId: "c-1",
    },
    { item: 2, outcome: "uncertain", reason: "Nobody can tell.", status: 500 },
    { item: 3, outcome: "notSent" },
    { item: 4, outcome: "succeeded", note: "The name may be held on." },
  ];
  const batch: Batch = {
    ...running,
    total: 6,
    succeeded: 2,
    failed: 1,
    uncertain: 1,
    notSent: 2,
    stopReason: "cancelled",
    endedAt: startedAt + 800_000,
  };
  const record = { plans, ends: new Map(ends.map((end) => [end.item, end])) };
  const text = batchSummary(batch, record, 1, startedAt, (instant) => instant);
  /** The rows of a section's table. */
  const rowsOf = (title: string): readonly string[] =>
    (text.split(`## ${title}`)[1]?.split("\n## ")[0] ?? "")
      .split("\n")
      .filter((line) => line.startsWith("| "))
      .slice(2);

  it("has totals, duration and rate", () => {
    expect(text).toMatch(/^# Purge 6 resources\n/);
    for (const row of ["Purged | 2", "Failed | 1", "Uncertain | 1", "Not sent | 2", "Total | 6"]) {
      expect(text).toContain(`| ${row} |`);
    }
    expect(text).toContain("Started 2026-03-01T12:00:00.000Z, took 13 min 20 s, 0.0 per second.");
  });

  it("names each that has not succeeded, with reason, code and correlation id", () => {
    expect(rowsOf("Failed")).toEqual([
      "| a\\|b\\_\\[x\\](y) | key vault | Production | You may not. | AuthorizationFailed | c-1 |",
    ]);
    expect(rowsOf("Uncertain")).toEqual([
      "| kv-2 | key vault | Production | Nobody can tell. | 500 |  |",
    ]);
    // What has no word of its own was not sent either.
    expect(rowsOf("Not sent").map((row) => row.slice(2, 6))).toEqual(["kv-3", "kv-5"]);
  });

  it("names each that has succeeded, and what to know of it", () => {
    expect(rowsOf("Purged").map((row) => row.slice(2, 6))).toEqual(["kv-0", "kv-4"]);
    expect(rowsOf("Succeeded, with notes")).toEqual([
      "| kv-4 | key vault | Production | The name may be held on. |",
    ]);
    expect(text).toContain("still lists some of the resources (1)");
  });

  it("says that it is not over while it runs, and takes nothing for unsent", () => {
    const { endedAt: _, stopReason: __, ...going } = batch;
    const now = batchSummary({ ...going, notSent: 1 }, record, 0, startedAt, (instant) => instant);
    expect(now).toContain(", still running.");
    expect(now).toContain("## Not sent: 1");
  });

  it("lets no name become markup", () => {
    expect(inMarkdown("a|b `c` <d> [e](f) *g* \u202e")).toBe(
      "a\\|b \\`c\\` \\<d\\> \\[e\\](f) \\*g\\* \\[U+202E\\]",
    );
  });
});
