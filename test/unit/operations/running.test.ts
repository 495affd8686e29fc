import { describe, expect, it } from "vitest";
import { notesOf, outcomeOf, reasonOf } from "../../../src/operations/operation";
import { account } from "../services/samples";
import { stored, useFolder } from "./harness";
import { at, purgeAccount, purgeVault, recoverAccount, recoverWithGroup } from "./plans";
import { followed, gone, inProgress, purging, run, succeeded } from "./purging";
import { refusal, type Reply } from "./scriptedArm";

const folder = useFolder();

describe("a purge", () => {
  it("writes each state down before what follows from it", async () => {
    const { operation, store, arm } = await run(
      folder.path(),
      purgeAccount,
      purging(() => followed),
    );
    expect(store.saved.map(({ steps }) => steps[0]?.state)).toEqual([
      "waiting",
      "sending",
      "polling",
      "confirming",
      "done",
      "done",
    ]);
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET ${at.deletedAccount}`,
      `DELETE ${at.deletedAccount}`,
      `GET ${at.poll}`,
      `GET ${at.deletedAccount}`,
    ]);
    expect(await stored(folder.path(), operation.id)).toEqual(operation);
  });

  it.each<[string, Reply]>([
    ["200", { status: 200 }],
    ["204", { status: 204 }],
    ["202 with Azure-AsyncOperation", followed],
    ["202 with Location", { status: 202, headers: { location: at.poll } }],
    ["202 without either", { status: 202 }],
  ])("that Azure answers with %s is done when the resource is gone", async (_, answer) => {
    const { operation, arm } = await run(
      folder.path(),
      purgeAccount,
      purging(() => answer, {
        poll: (__, before) => (before < 2 ? inProgressOr(answer) : succeeded),
      }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.writes).toEqual([`DELETE ${at.deletedAccount}`]);
  });

  function inProgressOr({ headers }: Reply): Reply {
    return headers?.["location"] === undefined ? inProgress : { status: 202 };
  }

  it("that Azure accepts without an address, and that does not show, says so", async () => {
    const { operation, arm } = await run(
      folder.path(),
      purgeAccount,
      purging(() => ({ status: 202 }), { goneAfterReads: Infinity }),
    );
    expect(reasonOf(operation)).toMatch(
      /Azure accepted the request but didn't say how to track it\. The request may still complete; refresh in a few minutes\./,
    );
    expect(arm.writes).toHaveLength(1);
  });

  it("that is reported done but does not show yet is done with a note", async () => {
    const { operation } = await run(
      folder.path(),
      purgeAccount,
      purging(() => ({ status: 204 }), { goneAfterReads: Infinity }),
    );
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(notesOf(operation).join()).toMatch(
      /Azure reports success, but the change isn't visible yet\. Refresh later\./,
    );
  });

  it("that is reported done and may not be read is done", async () => {
    const { operation } = await run(folder.path(), purgeAccount, (sent, before) => {
      if (sent.method === "DELETE") {
        return { status: 200 };
      }
      return before === 0 ? { status: 200, body: account } : refusal(403, "AuthorizationFailed");
    });
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(notesOf(operation)).toEqual([]);
  });

  it("that fails in Azure ends with Azure's reason and without another look", async () => {
    const poll: Reply = {
      status: 200,
      body: { status: "Failed", error: { code: "InUse", message: "It is in use." } },
    };
    const { operation, arm } = await run(
      folder.path(),
      purgeAccount,
      purging(() => followed, { poll: () => poll }),
    );
    expect(reasonOf(operation)).toBe("Azure refused the request: It is in use (code InUse).");
    expect(arm.count("GET", at.deletedAccount)).toBe(1);
  });

  it("of a vault is one POST", async () => {
    const { arm } = await run(folder.path(), purgeVault, ({ method }, before) =>
      method === "POST" || before === 0
        ? { status: 200, body: { properties: purgeVaultProperties } }
        : gone,
    );
    expect(arm.writes).toEqual([`POST ${at.deletedVault}/purge`]);
  });

  const purgeVaultProperties = {
    deletionDate: "2026-01-01T00:00:59.000+00:00",
    scheduledPurgeDate: "2026-04-01T00:00:59",
  };
});

describe("a request that Azure may or may not have taken", () => {
  it.each<[string, Reply | "lost"]>([
    ["its connection was lost", "lost"],
    ["the answer was a server error", refusal(500, "InternalServerError")],
    ["the answer was 503", refusal(503, "ServerBusy")],
  ])("because %s is never sent again: a read decides", async (_, answer) => {
    const taken = await run(
      folder.path(),
      purgeAccount,
      purging(() => answer, { goneAfterReads: 3 }),
    );
    expect(outcomeOf(taken.operation)).toBe("succeeded");
    expect(taken.arm.writes).toHaveLength(1);

    const notTaken = await run(
      folder.path(),
      purgeAccount,
      purging(() => answer, { goneAfterReads: Infinity }),
    );
    expect(outcomeOf(notTaken.operation)).toBe("failed");
    expect(notTaken.arm.writes).toHaveLength(1);
  });

  it("is not looked for where Azure refused it", async () => {
    const { operation, arm } = await run(
      folder.path(),
      purgeAccount,
      purging(() => refusal(403, "AuthorizationFailed", "No.")),
    );
    expect(outcomeOf(operation)).toBe("failed");
    expect(arm.sent).toHaveLength(2);
  });
});

describe("a recovery with its resource group", () => {
  it("creates the group, then sends the recovery, then waits until it shows", async () => {
    const { operation, arm } = await run(
      folder.path(),
      recoverWithGroup,
      ({ method, path }, before) => {
        if (method === "PUT") {
          return { status: 201, body: {} };
        }
        if (path === at.deletedAccount) {
          return { status: 200, body: account };
        }
        return before === 0 ? gone : { status: 200, body: {} };
      },
    );
    expect(outcomeOf(operation)).toBe("succeeded");
    expect(arm.writes).toEqual([`PUT ${at.group}`, `PUT ${at.liveAccount}`]);
  });

  it("skips the recovery when the group cannot be created", async () => {
    const { operation, arm } = await run(folder.path(), recoverWithGroup, () =>
      refusal(403, "RequestDisallowedByPolicy"),
    );
    expect(operation.steps.map(({ state }) => state)).toEqual(["failed", "skipped"]);
    expect(outcomeOf(operation)).toBe("failed");
    expect(arm.writes).toEqual([`PUT ${at.group}`]);
  });

  it("without one to create is one request", async () => {
    const { arm } = await run(folder.path(), recoverAccount, () => ({
      status: 200,
      body: account,
    }));
    expect(arm.writes).toEqual([`PUT ${at.liveAccount}`]);
  });
});
