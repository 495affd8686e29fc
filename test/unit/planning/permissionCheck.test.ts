import { describe, expect, it } from "vitest";
import type { Subscription } from "../../../src/account/account";
import type { JsonObject } from "../../../src/base/json";
import { PermissionCheck } from "../../../src/planning/permissionCheck";
import type { RequiredPermission } from "../../../src/services/service";
import { refusal, ScriptedArm, type Reply } from "../operations/scriptedArm";

const subscription: Subscription = {
  subscriptionId: "s",
  name: "Production",
  tenantId: "t",
  homeTenantId: "t",
  accountId: "dana",
  accountLabel: "dana@contoso.example",
};
const group = "/subscriptions/s/resourceGroups/rg";
const permissionsOf = (scope: string): string =>
  `${scope}/providers/Microsoft.Authorization/permissions`;
const locksOf = (scope: string): string => `${scope}/providers/Microsoft.Authorization/locks`;

const write: RequiredPermission = {
  action: "Microsoft.KeyVault/vaults/write",
  scope: "resourceGroup",
  role: "Key Vault Contributor",
};
const put = { method: "PUT", path: `${group}/providers/Microsoft.KeyVault/vaults/kv` } as const;

function lock(scope: string, level: string): JsonObject {
  const id = `${locksOf(scope)}/keep`;
  return { id, name: "keep", properties: { level } };
}

function rightsOver(answers: Readonly<Record<string, Reply>>): {
  rights: PermissionCheck;
  arm: ScriptedArm;
} {
  const arm = new ScriptedArm(({ method, path }) =>
    method === "HEAD" ? { status: 204 } : (answers[path] ?? refusal(403, "AuthorizationFailed")),
  );
  return { rights: new PermissionCheck(async () => arm), arm };
}

const all = { status: 200, body: [{ actions: ["*"], notActions: [] }] };
const none = { status: 200, body: [] };

describe("what keeps a person from something", () => {
  it("is a permission that they lack, with its scope and a role that has it", async () => {
    const { rights } = rightsOver({ [permissionsOf(group)]: none });
    expect(await rights.blocker(subscription, [write], "rg", [put])).toEqual({
      reason: expect.stringContaining('assigned at resource group "rg"') as string,
      missing: { action: write.action, scope: group, role: "Key Vault Contributor" },
    });
  });

  it("is nothing for what somebody else will run, about which Azure is not asked", async () => {
    const arm = new ScriptedArm(() => none);
    const permissionCheck = new PermissionCheck(async () => arm, true);
    expect(await permissionCheck.blocker(subscription, [write], "rg", [put])).toBeUndefined();
    expect(arm.sent).toEqual([]);
  });

  it("is a lock on the group, named before anything is sent", async () => {
    const { rights, arm } = rightsOver({
      [permissionsOf(group)]: all,
      [locksOf("/subscriptions/s")]: { status: 200, body: [lock(group, "ReadOnly")] },
    });
    const blocker = await rights.blocker(subscription, [write], "rg", [put]);
    expect(blocker).toEqual({
      reason:
        'The read-only lock "keep" on resource group "rg" prevents this action. Remove the lock, try again, then restore the lock.',
    });
    expect(arm.writes).toEqual([]);
  });

  it.each([
    ["/subscriptions/s", "the subscription"],
    [`${group}/providers/Microsoft.KeyVault/vaults/kv`, '"kv"'],
    ["/providers/none", "the subscription"],
  ])("names what a lock on %s lies on in a few words", async (scope, words) => {
    const { rights } = rightsOver({
      [permissionsOf(group)]: all,
      [locksOf("/subscriptions/s")]: { status: 200, body: [lock(scope, "ReadOnly")] },
    });
    const blocker = await rights.blocker(subscription, [write], "rg", [
      { ...put, path: `${scope}/x` },
    ]);
    expect(blocker?.reason).toContain(`lock "keep" on ${words} prevents this action`);
  });

  it("is a lock that only a look at the group shows", async () => {
    const { rights } = rightsOver({
      [locksOf(group)]: { status: 200, body: [lock(group, "CanNotDelete")] },
    });
    const remove = { ...put, method: "DELETE" } as const;
    expect((await rights.blocker(subscription, [], "rg", [remove]))?.reason).toMatch(
      /prevents deletion/,
    );
    expect(await rights.blocker(subscription, [], "rg", [put])).toBeUndefined();
  });

  it("is nothing where nothing can be read: Azure decides", async () => {
    const { rights } = rightsOver({});
    expect(await rights.blocker(subscription, [write], "rg", [put])).toBeUndefined();
  });

  it("is not that they may not follow it", async () => {
    const purge: RequiredPermission = {
      action: "Microsoft.KeyVault/locations/deletedVaults/purge/action",
      scope: "subscription",
      role: "Key Vault Purge Operator",
      follow: "Microsoft.KeyVault/locations/operationResults/read",
    };
    const { rights } = rightsOver({
      [permissionsOf("/subscriptions/s")]: {
        status: 200,
        body: [{ actions: [purge.action], notActions: [] }],
      },
    });
    expect(await rights.blocker(subscription, [purge], undefined, [])).toBeUndefined();
  });
});

describe("one planning", () => {
  it("asks for each scope, and the locks once, however many ask at a time", async () => {
    const { rights, arm } = rightsOver({
      [permissionsOf(group)]: all,
      [locksOf("/subscriptions/s")]: none,
    });
    await Promise.all(
      Array.from({ length: 200 }, async () => {
        await rights.blocker(subscription, [write], "rg", [put]);
      }),
    );
    expect(arm.sent.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      `GET ${locksOf("/subscriptions/s")}`,
      `GET ${permissionsOf(group)}`,
    ]);
  });

  it("does not take one account's rights for another's", async () => {
    const { rights, arm } = rightsOver({ [permissionsOf(group)]: all });
    await rights.blocker(subscription, [write], "rg", []);
    await rights.blocker({ ...subscription, accountId: "erik" }, [write], "rg", []);
    expect(arm.count("GET", permissionsOf(group))).toBe(2);
  });
});
