import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { outcomeOf, reasonOf, type Operation } from "../../../src/operations/operation";
import { OperationStore } from "../../../src/operations/operationStore";
import { AzureModel } from "./azureModel";
import { RecordingStore, resumed, runnerOver, silent, useFolder } from "./harness";
import { purgeAccount, purgeVault, recoverWithGroup } from "./plans";
import type { Plan } from "../../../src/services/plan";

const folder = useFolder();

/** Where a life of the window ends: after its n-th save, or while Azure answers its n-th write. */
interface Crash {
  readonly during: "save" | "write";
  readonly nth: number;
}

type Ending = Operation | "crashed";

/**
 * One life of the window: starts the plan or takes it up, and either ends it or dies. Dead, it
 * never gets to write or send again, and its claim is free, as that of a dead process is.
 */
async function live(
  path: string,
  azure: AzureModel,
  plan: Plan | undefined,
  crash: Crash,
): Promise<Ending> {
  let die: () => void = () => undefined;
  const dead = new Promise<"crashed">((resolve) => {
    die = () => resolve("crashed");
  });
  const never = new Promise<void>(() => undefined);
  let writes = 0;
  azure.swallows = () => {
    writes += 1;
    const dies = crash.during === "write" && crash.nth === writes;
    if (dies) {
      die();
    }
    return dies;
  };
  const store = new RecordingStore(path, (saves) => {
    if (crash.during !== "save" || crash.nth !== saves) {
      return undefined;
    }
    die();
    return never;
  });
  const runner = runnerOver(store, azure.connect());
  const stored = await new OperationStore(path, silent).load();
  if (plan === undefined && stored.every(({ endedAt }) => endedAt !== undefined)) {
    await runner.resume(() => undefined);
    const [ended] = runner.operations;
    return ended ?? "crashed";
  }
  const ending = await Promise.race<Ending>([
    dead,
    plan === undefined ? resumed(runner) : runner.start(plan),
  ]);
  runner.dispose();
  return ending;
}

const noCrash: Crash = { during: "save", nth: Infinity };

async function lives(
  plan: Plan,
  crashes: readonly Crash[],
): Promise<{ azure: AzureModel; last: Ending }> {
  // Each run has a folder of its own, also within one property.
  const path = join(folder.path(), randomUUID());
  await mkdir(path);
  const azure = new AzureModel();
  let last: Ending = "crashed";
  for (const [index, crash] of [...crashes, noCrash].entries()) {
    last = await live(path, azure, index === 0 ? plan : undefined, crash);
  }
  return { azure, last };
}

const plans = [
  { name: "a purge with Azure-AsyncOperation", plan: purgeAccount, saves: 8, writes: 1 },
  { name: "a purge with Location", plan: purgeVault, saves: 8, writes: 1 },
  { name: "a recovery with its resource group", plan: recoverWithGroup, saves: 8, writes: 2 },
];

function boundaries({ saves, writes }: { saves: number; writes: number }): readonly Crash[] {
  return [
    ...Array.from({ length: saves }, (_, index) => ({ during: "save" as const, nth: index + 1 })),
    ...Array.from({ length: writes }, (_, index) => ({ during: "write" as const, nth: index + 1 })),
  ];
}

function hasEffect(plan: Plan, azure: AzureModel): boolean {
  return plan.action === "recover"
    ? azure.liveAccount
    : !azure.deleted.has(
        plan.subject.deletion.startsWith("/")
          ? (plan.steps[0]?.postcondition?.request.path ?? "")
          : "",
      );
}

describe.each(plans)("$name", (entry) => {
  const { plan } = entry;

  it("has just as many states to crash in as the cases below", async () => {
    const store = new RecordingStore(folder.path());
    const azure = new AzureModel();
    await runnerOver(store, azure.connect()).start(plan);
    expect(store.saved).toHaveLength(entry.saves);
    expect(azure.taken).toHaveLength(entry.writes);
  });

  it.each(boundaries(entry))(
    "is sent once at most when the window dies in $during $nth",
    async (crash) => {
      const { azure, last } = await lives(plan, [crash]);
      expect(new Set(azure.taken).size).toBe(azure.taken.length);
      expect(last).not.toBe("crashed");
      if (last !== "crashed") {
        expect(outcomeOf(last)).not.toBe("running");
        expect(outcomeOf(last) === "succeeded").toBe(hasEffect(plan, azure));
      }
    },
  );
});

describe("after a restart", () => {
  it("a purge that was never sent is not sent unasked", async () => {
    const { azure, last } = await lives(purgeAccount, [{ during: "save", nth: 1 }]);
    expect(azure.taken).toEqual([]);
    expect(last === "crashed" ? "" : reasonOf(last)).toMatch(/Nothing was sent/);
  });

  it("a purge that may have been sent is looked for, not sent", async () => {
    const { azure, last } = await lives(purgeAccount, [{ during: "save", nth: 2 }]);
    expect(azure.taken).toEqual([]);
    expect(last === "crashed" ? "" : reasonOf(last)).toMatch(/has had no effect so far/);
  });

  it("a recovery that was never sent goes on", async () => {
    const { azure } = await lives(recoverWithGroup, [{ during: "save", nth: 1 }]);
    expect(azure.taken).toHaveLength(2);
  });
});
