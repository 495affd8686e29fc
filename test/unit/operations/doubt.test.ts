import { describe, expect, it } from "vitest";
import { explain } from "../services/explain";
import type { FileLock } from "../../../src/base/fileLock";
import { isUncertain, outcomeOf, reasonOf } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import { Runner } from "../../../src/operations/runner";
import { FakeClock, settled } from "../base/fakeClock";
import { account } from "../services/samples";
import { AzureModel } from "./azureModel";
import { runnerOver, silent, useFolder } from "./harness";
import { at, purgeAccount, recoverAccount, recoverWithGroup } from "./plans";
import { ScriptedArm } from "./scriptedArm";
import type { Plan } from "../../../src/services/plan";

const folder = useFolder();

function newStore(): OperationStore {
  return new OperationStore(folder.path(), silent);
}

/** A store whose claims another window has taken over by the time they are renewed. */
class TakenOverStore extends OperationStore {
  override async claim(deletion: string): Promise<FileLock | undefined> {
    const lock = await super.claim(deletion);
    return lock === undefined ? undefined : { ...lock, renew: async () => false };
  }
}

function withFirstStep(plan: Plan, change: Partial<Plan["steps"][number]>): Plan {
  const [first, ...rest] = plan.steps;
  if (first === undefined) {
    throw new Error("The plan has no step.");
  }
  return { ...plan, steps: [{ ...first, ...change }, ...rest] };
}

describe("a window that another one has taken over from", () => {
  it("sends nothing and leaves what is stored alone", async () => {
    const arm = new AzureModel().connect();
    const runner = runnerOver(new TakenOverStore(folder.path(), silent), arm);
    const operation = await runner.start(purgeAccount);
    expect(arm.writes).toEqual([]);
    expect(operation.endedAt).toBeUndefined();
    expect((await newStore().load()).map(({ endedAt }) => endedAt)).toEqual([undefined]);
  });
});

describe("an operation of another cloud than the one configured", () => {
  it("waits, and nothing is decided about it", async () => {
    const store = newStore();
    const [step] = purgeAccount.steps;
    await store.save({
      schema: 2,
      id: "one",
      plan: { ...purgeAccount, steps: step === undefined ? [] : [step] },
      startedAt: 1,
      steps: [{ state: "sending" }],
    });
    const runner = new Runner({
      store,
      connect: async () => {
        throw new Error("another cloud");
      },
      explain,
      clock: { now: () => 2, sleep: () => new Promise(() => undefined) },
      logger: silent,
    });
    void runner.resume(() => undefined);
    await settled();
    await expect
      .poll(() => runner.runningOn(purgeAccount.subject.deletion)?.steps)
      .toEqual([{ state: "sending" }]);
    expect((await store.load()).map(({ endedAt }) => endedAt)).toEqual([undefined]);
  });
});

describe("an end that nobody can tell", () => {
  it("says so when the answer was lost and no effect shows", async () => {
    const arm = new ScriptedArm(({ method }) =>
      method === "DELETE" ? "lost" : { status: 200, body: account },
    );
    const operation = await runnerOver(newStore(), arm, new FakeClock()).start(purgeAccount);
    expect(outcomeOf(operation)).toBe("failed");
    expect(isUncertain(operation)).toBe(true);
    expect(arm.writes).toHaveLength(1);
  });

  it("is not claimed where Azure refused", async () => {
    const model = new AzureModel();
    model.deleted.delete(at.deletedAccount);
    const operation = await runnerOver(newStore(), model.connect()).start(purgeAccount);
    expect(outcomeOf(operation)).toBe("failed");
    expect(isUncertain(operation)).toBe(false);
  });
});

describe("a step whose effect shows already", () => {
  it("is not sent again where that could harm: a group keeps its tags", async () => {
    const model = new AzureModel();
    model.groupExists = true;
    const arm = model.connect();
    const operation = await runnerOver(newStore(), arm).start(
      withFirstStep(recoverWithGroup, { skipIfMet: true }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.writes).toEqual([`PUT ${at.liveAccount}`]);
  });
});

describe("a recovered resource", () => {
  it.each([
    ["Failed", "failed"],
    ["Succeeded", "succeeded"],
  ])("in the state %s makes the operation end as %s", async (provisioningState, outcome) => {
    const arm = new ScriptedArm(({ method, path }) => {
      if (method === "PUT") {
        return { status: 200, body: {} };
      }
      const live = path === at.liveAccount;
      return { status: 200, body: live ? { properties: { provisioningState } } : account };
    });
    const operation = await runnerOver(newStore(), arm).start(recoverAccount);
    expect(outcomeOf(operation)).toBe(outcome);
  });
});

describe("a guard that holds nothing", () => {
  it("stops a purge: another deletion could not be told from it", async () => {
    const arm = new AzureModel().connect();
    const [step] = purgeAccount.steps;
    const precondition = step?.precondition;
    if (precondition === undefined) {
      throw new Error("The purge has no guard.");
    }
    const operation = await runnerOver(newStore(), arm).start(
      withFirstStep(purgeAccount, { precondition: { ...precondition, unchanged: [] } }),
    );
    expect(reasonOf(operation)).toMatch(
      /doesn't report when this resource was deleted.*so nothing was sent/,
    );
    expect(arm.writes).toEqual([]);
  });
});
