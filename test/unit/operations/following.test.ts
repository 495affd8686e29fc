import { describe, expect, it } from "vitest";
import { outcomeOf, reasonOf } from "../../../src/operations/operation";
import { useFolder } from "./harness";
import { at, purgeAccount } from "./plans";
import { followed, purging, run, succeeded } from "./purging";
import { refusal, type Reply, type Script } from "./scriptedArm";

const folder = useFolder();

describe("an operation that is followed", () => {
  it.each<[string, Reply | "lost"]>([
    ["lost connections", "lost"],
    ["server errors", refusal(503, "ServerBusy")],
    ["throttling", refusal(429, "TooManyRequests")],
  ])("goes on after eight %s, waiting longer each time", async (_, failure) => {
    const { operation, arm, clock } = await run(
      folder.path(),
      purgeAccount,
      purging(() => followed, { poll: (__, before) => (before < 8 ? failure : succeeded) }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.count("GET", at.poll)).toBe(9);
    expect(clock.sleeps.slice(0, 4)).toEqual([5000, 10_000, 20_000, 40_000]);
    expect(arm.writes).toHaveLength(1);
  });

  it("and cannot be reached for a long time is decided by a read", async () => {
    const script = (goneAfterReads: number): Script =>
      purging(() => followed, { poll: () => "lost", goneAfterReads });
    expect(outcomeOf((await run(folder.path(), purgeAccount, script(2))).operation)).toBe(
      "succeeded",
    );
    const { operation, arm } = await run(folder.path(), purgeAccount, script(Infinity));
    expect(reasonOf(operation)).toMatch(
      /Azure accepted the request, but its progress can't be tracked\./,
    );
    expect(arm.count("GET", at.poll)).toBe(9);
  });

  it("where following is forbidden has succeeded when its effect shows", async () => {
    const { operation } = await run(
      folder.path(),
      purgeAccount,
      purging(() => followed, { poll: () => refusal(403, "AuthorizationFailed") }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
  });

  it("where the answer is not of the protocol is decided by a read", async () => {
    const { operation } = await run(
      folder.path(),
      purgeAccount,
      purging(() => followed, { poll: () => ({ status: 200, body: {} }) }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
  });

  it("waits as long as Azure asks", async () => {
    const { clock } = await run(
      folder.path(),
      purgeAccount,
      purging(() => ({ ...followed, retryAfterSeconds: 42 })),
    );
    expect(clock.sleeps[0]).toBe(42_000);
  });
});

describe("while Azure still settles the deletion", () => {
  const settling = refusal(409, "RequestConflict");

  it("a purge is sent again after 30 seconds each", async () => {
    const { operation, arm, clock, store } = await run(
      folder.path(),
      purgeAccount,
      purging((_, before) => (before < 2 ? settling : { status: 200 }), { goneAfterReads: 3 }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.writes).toHaveLength(3);
    expect(clock.sleeps).toEqual([30_000, 30_000]);
    // The deletion is checked again before each.
    expect(arm.count("GET", at.deletedAccount)).toBe(4);
    expect(store.saved.filter(({ steps }) => steps[0]?.state === "waiting")).toHaveLength(3);
  });

  it("a purge is given up after five minutes, with the service's own sentence", async () => {
    const { operation, arm, clock } = await run(
      folder.path(),
      purgeAccount,
      purging(() => settling, { goneAfterReads: Infinity }),
    );
    expect(reasonOf(operation)).toMatch(
      /The deletion is still in progress\. Try again in a few minutes\./,
    );
    expect(arm.writes).toHaveLength(11);
    expect(clock.time - operation.startedAt).toBe(300_000);
  });

  it("another conflict is not tried again", async () => {
    const { operation, arm } = await run(
      folder.path(),
      purgeAccount,
      purging(() => refusal(409, "Conflict")),
    );
    expect(outcomeOf(operation)).toBe("failed");
    expect(arm.writes).toHaveLength(1);
  });
});
