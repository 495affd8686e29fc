import { describe, expect, it } from "vitest";
import { runningText } from "../../../../src/features/expiry/runningText";
import type { Batch } from "../../../../src/operations/batch/batch";
import {
  done,
  operationOf,
  polling,
  sending,
  stepOf,
  waiting,
} from "../../ui/operations/operations";

const [a, b] = [stepOf("a"), stepOf("b")];
const recovering = operationOf("recover", [
  [a, polling],
  [b, waiting],
]);
const { name } = recovering.plan.subject;
const ended = operationOf("recover", [[a, done]], { seconds: 3 });
const batch: Batch = {
  ...{ schema: 1, id: "b", action: "purge", startedAt: 0, ownedHere: true },
  ...{ total: 8000, succeeded: 1222, failed: 12, uncertain: 0, notSent: 0 },
  notable: [],
};

describe("what the status bar says of operations", () => {
  it("is nothing where none is running", () => {
    expect(runningText([], [])).toBeUndefined();
    expect(runningText([ended], [{ ...batch, endedAt: 1 }])).toBeUndefined();
  });

  it("names the one that is running, and its step", () => {
    expect(runningText([ended, recovering], [])).toBe(`Recovering ${name}, step 1 of 2`);
    const second = operationOf("recover", [
      [a, done],
      [b, sending],
    ]);
    expect(runningText([second], [])).toBe(`Recovering ${name}, step 2 of 2`);
    const finishing = operationOf("recover", [
      [a, done],
      [b, done],
    ]);
    expect(runningText([finishing], [])).toBe(`Recovering ${name}, step 2 of 2`);
    expect(runningText([operationOf("purge", [[a, sending]])], [])).toBe(`Purging ${name}`);
  });

  it("counts in a batch", () => {
    expect(runningText([], [batch])).toBe("Purging 1,234 of 8,000");
  });

  it("is a number where several are running", () => {
    expect(runningText([recovering, recovering], [batch])).toBe("3 operations in progress");
  });

  it("shows no icon that a name asks for", () => {
    const subject = { ...recovering.plan.subject, name: "$(error) kv" };
    const operation = { ...recovering, plan: { ...recovering.plan, subject } };
    expect(runningText([operation], [])).not.toContain("$(");
  });
});
