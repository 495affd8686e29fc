import type { Operation } from "../../../src/operations/operation";
import { FakeClock } from "../base/fakeClock";
import { account } from "../services/samples";
import { RecordingStore, runnerOver } from "./harness";
import { at } from "./plans";
import { refusal, ScriptedArm, type Reply, type Script } from "./scriptedArm";
import type { Plan } from "../../../src/services/plan";

export const gone = refusal(404, "ResourceNotFound");
export const inProgress: Reply = { status: 200, body: { status: "InProgress" } };
export const succeeded: Reply = { status: 200, body: { status: "Succeeded" } };
export const followed: Reply = { status: 202, headers: { "azure-asyncoperation": at.poll } };

export interface Run {
  readonly arm: ScriptedArm;
  readonly clock: FakeClock;
  readonly store: RecordingStore;
  readonly operation: Operation;
}

export async function run(folder: string, plan: Plan, script: Script): Promise<Run> {
  const arm = new ScriptedArm(script);
  const clock = new FakeClock();
  const store = new RecordingStore(folder);
  const operation = await runnerOver(store, arm, clock).start(plan);
  return { arm, clock, store, operation };
}

/** The purge of the account: what its DELETE is answered with, and when it is gone. */
export function purging(
  answer: Script,
  options: { readonly poll?: Script; readonly goneAfterReads?: number } = {},
): Script {
  const { poll = () => succeeded, goneAfterReads = 1 } = options;
  return (sent, before) => {
    if (sent.method === "DELETE") {
      return answer(sent, before);
    }
    if (sent.path === at.poll) {
      return poll(sent, before);
    }
    // The first read is the guard's.
    return before >= goneAfterReads ? gone : { status: 200, body: account };
  };
}
