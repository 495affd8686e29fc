import { describe, expect, it } from "vitest";
import { outcomeOf, reasonOf, type Operation } from "../../../src/operations/operation";
import { account } from "../services/samples";
import { RecordingStore, runnerOver, useFolder } from "./harness";
import { at, purgeAccount, recoverAccount } from "./plans";
import { refusal, ScriptedArm, type Reply, type Script } from "./scriptedArm";
import type { Plan } from "../../../src/services/plan";

const folder = useFolder();

/** A run in which the read just before sending is answered so; the rest goes well. */
async function guardedBy(
  plan: Plan,
  precondition: Reply | "lost",
): Promise<{ readonly operation: Operation; readonly arm: ScriptedArm }> {
  const script: Script = ({ method, path }, before) => {
    if (method === "GET" && path === at.deletedAccount) {
      return before === 0 ? precondition : refusal(404, "ResourceNotFound");
    }
    return { status: 200, body: {} };
  };
  const arm = new ScriptedArm(script);
  const operation = await runnerOver(new RecordingStore(folder.path()), arm).start(plan);
  return { operation, arm };
}

const deletedAt = (deletionDate: string): Reply => ({
  status: 200,
  body: { ...account, properties: { deletionDate } },
});

describe.each([purgeAccount, recoverAccount])("just before a $action is sent", (plan) => {
  it.each<[string, Reply, RegExp]>([
    [
      "another deletion of the name",
      deletedAt("2026-03-02T09:00:00Z"),
      /A different resource with the same name was deleted after the one you were shown, so nothing was sent\. Refresh to see the current resource\./,
    ],
    [
      "no deletion date any more",
      { status: 200, body: account.properties },
      /A different resource with the same name was deleted after the one you were shown, so nothing was sent\. Refresh to see the current resource\./,
    ],
    ["nothing", refusal(404, "ResourceNotFound"), /isn't soft-deleted anymore/],
    [
      "a server error",
      refusal(500, "InternalServerError"),
      /The final check failed, so nothing was sent\./,
    ],
  ])("finding %s stops it, and nothing is sent", async (_, precondition, reason) => {
    const { operation, arm } = await guardedBy(plan, precondition);
    expect(reasonOf(operation)).toMatch(reason);
    expect(reasonOf(operation)).toMatch(/othing was sent/);
    expect(arm.writes).toEqual([]);
  });

  it("a lost connection stops it, and nothing is sent", async () => {
    const { operation, arm } = await guardedBy(plan, "lost");
    expect(outcomeOf(operation)).toBe("failed");
    expect(arm.writes).toEqual([]);
  });

  it.each([
    "2026-03-01T12:00:00.1234567Z",
    "2026-03-01T12:00:00.123Z",
    "2026-03-01T14:00:00.123+02:00",
    "2026-03-01T12:00:00.123",
  ])("the same deletion, written %s, lets it go out", async (deletionDate) => {
    const { operation, arm } = await guardedBy(plan, deletedAt(deletionDate));
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.writes).toHaveLength(1);
  });
});

describe("a deletion that may not be read again", () => {
  const forbidden = refusal(403, "AuthorizationFailed", "No.");

  it("is not purged", async () => {
    const { operation, arm } = await guardedBy(purgeAccount, forbidden);
    expect(outcomeOf(operation)).toBe("failed");
    expect(arm.writes).toEqual([]);
  });

  it("is recovered all the same, for that destroys nothing", async () => {
    const { operation, arm } = await guardedBy(recoverAccount, forbidden);
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.writes).toEqual([`PUT ${at.liveAccount}`]);
  });
});
