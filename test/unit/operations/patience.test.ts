import { describe, expect, it } from "vitest";
import { notesOf, outcomeOf, type Operation } from "../../../src/operations/operation";
import { FakeClock } from "../base/fakeClock";
import { account } from "../services/samples";
import { RecordingStore, runnerOver, useFolder } from "./harness";
import { at, recoverAccount } from "./plans";
import { succeeded } from "./purging";
import { ScriptedArm, type Reply } from "./scriptedArm";
import type { Plan } from "../../../src/services/plan";

const folder = useFolder();
const minute = 60_000;

function withPatience(confirmWithinSeconds: number): Plan {
  const steps = recoverAccount.steps.map((step) => ({ ...step, confirmWithinSeconds }));
  return { ...recoverAccount, steps };
}

/** A recovery whose request is answered so, and that shows so many minutes later. */
async function showingAfter(minutes: number, plan: Plan, answer: Reply): Promise<Operation> {
  const clock = new FakeClock();
  const shownAt = clock.now() + minutes * minute;
  const arm = new ScriptedArm(({ method, path }) => {
    if (method === "PUT") {
      return answer;
    }
    if (path === at.deletedAccount) {
      return { status: 200, body: account };
    }
    if (path === at.poll) {
      return succeeded;
    }
    const provisioningState = clock.now() < shownAt ? "Activating" : "Succeeded";
    return { status: 200, body: { properties: { provisioningState } } };
  });
  const operation = await runnerOver(new RecordingStore(folder.path()), arm, clock).start(plan);
  expect(arm.writes).toHaveLength(1);
  return operation;
}

describe("what Azure reports done", () => {
  const long = withPatience(45 * 60);

  it.each<[string, Reply]>([
    ["at once, with nothing to follow", { status: 201 }],
    ["where it is followed", { status: 201, headers: { "azure-asyncoperation": at.poll } }],
  ])("%s is waited for 5 minutes, or as long as the step says", async (_, answer) => {
    const notes = async (minutes: number, plan: Plan): Promise<readonly string[]> => {
      const operation = await showingAfter(minutes, plan, answer);
      expect(outcomeOf(operation)).toBe("succeeded");
      return notesOf(operation);
    };
    const lateNote = expect.stringMatching(
      /Azure reports success, but the change isn't visible yet\. Refresh later\./,
    ) as string;
    expect(await notes(4, recoverAccount)).toEqual([]);
    expect(await notes(6, recoverAccount)).toEqual([lateNote]);
    expect(await notes(44, long)).toEqual([]);
    expect(await notes(46, long)).toEqual([lateNote]);
  });
});
