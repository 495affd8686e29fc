import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../src/operations/operation";
import { ManualClock, settled } from "../base/fakeClock";
import { account } from "../services/samples";
import { RecordingStore, runnerOver, useFolder } from "./harness";
import { at, purgeAccount, recoverWithGroup } from "./plans";
import { refusal, ScriptedArm, type Reply } from "./scriptedArm";

const folder = useFolder();

/** Runs a plan; the script may cancel it at any moment. */
function cancelling(
  plan: typeof purgeAccount,
  script: (cancel: () => void, method: string, path: string, before: number) => Reply,
): { readonly arm: ScriptedArm; readonly ended: ReturnType<typeof runner.start> } {
  const arm = new ScriptedArm(({ method, path }, before) =>
    script(
      () => {
        for (const { id } of runner.operations) {
          runner.cancel(id);
        }
      },
      method,
      path,
      before,
    ),
  );
  const runner = runnerOver(new RecordingStore(folder.path()), arm);
  return { arm, ended: runner.start(plan) };
}

describe("a purge that is cancelled", () => {
  it("while it is being checked is not sent", async () => {
    const { arm, ended } = cancelling(purgeAccount, (cancel) => {
      cancel();
      return { status: 200, body: account };
    });
    expect(outcomeOf(await ended)).toBe("cancelled");
    expect(arm.writes).toEqual([]);
  });

  it("while it waits for Azure to settle is not sent again", async () => {
    const { arm, ended } = cancelling(purgeAccount, (cancel, method) => {
      if (method === "DELETE") {
        cancel();
        return refusal(409, "RequestConflict");
      }
      return { status: 200, body: account };
    });
    expect(outcomeOf(await ended)).toBe("cancelled");
    expect(arm.writes).toHaveLength(1);
  });

  it("while it waits for Azure to settle ends at once, not when the wait is over", async () => {
    const arm = new ScriptedArm(({ method }) =>
      method === "DELETE" ? refusal(409, "RequestConflict") : { status: 200, body: account },
    );
    const clock = new ManualClock();
    const runner = runnerOver(new RecordingStore(folder.path()), arm, clock);
    const ended = runner.start(purgeAccount);
    while (clock.sleeping === 0) {
      await settled();
    }
    for (const { id } of runner.operations) {
      runner.cancel(id);
    }
    expect(outcomeOf(await ended)).toBe("cancelled");
    expect(clock.now()).toBe(0);
  });

  it("while Azure carries it out is followed to its end", async () => {
    const { arm, ended } = cancelling(purgeAccount, (cancel, method, path, before) => {
      if (method === "DELETE") {
        return { status: 202, headers: { "azure-asyncoperation": at.poll } };
      }
      if (path === at.poll) {
        cancel();
        return { status: 200, body: { status: before < 3 ? "InProgress" : "Succeeded" } };
      }
      return before === 0 ? { status: 200, body: account } : refusal(404, "ResourceNotFound");
    });
    expect(outcomeOf(await ended)).toBe("succeeded");
    expect(arm.count("GET", at.poll)).toBe(4);
  });
});

describe("a recovery that is cancelled", () => {
  it("after its resource group was created leaves the rest unsent", async () => {
    const { arm, ended } = cancelling(recoverWithGroup, (cancel, method) => {
      if (method === "PUT") {
        cancel();
      }
      return { status: 200, body: account };
    });
    const operation = await ended;
    expect(operation.steps.map(({ state }) => state)).toEqual(["done", "skipped"]);
    expect(outcomeOf(operation)).toBe("cancelled");
    expect(arm.writes).toEqual([`PUT ${at.group}`]);
  });
});
