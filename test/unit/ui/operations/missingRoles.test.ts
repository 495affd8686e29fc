import { describe, expect, it } from "vitest";
import type { ArmFailure } from "../../../../src/azure/errors";
import { missingRoles } from "../../../../src/ui/operations/missingRoles";
import type { Operation } from "../../../../src/operations/operation";
import { cosmosDb } from "../../../../src/services/cosmosDb";
import { keyVault } from "../../../../src/services/keyVault";
import type { PlanStep } from "../../../../src/services/plan";
import type { SoftDeleteService } from "../../../../src/services/service";
import { bare, planOf } from "../../operations/stepping";
import type { StepProgress } from "../../../../src/operations/steps/progress";

const subscription = "/subscriptions/0-1";
const group = `${subscription}/resourceGroups/rg-a(b).c_d`;
const purge = "Microsoft.KeyVault/locations/deletedVaults/purge/action";
const services: Readonly<Record<string, SoftDeleteService>> = { keyVault, cosmosDb };

function refusedFor(action: string, scope: string, rest: Partial<ArmFailure> = {}): StepProgress {
  const failure: ArmFailure = {
    kind: "refused",
    method: "PUT",
    path: "/x",
    status: 403,
    code: "AuthorizationFailed",
    message: `The client 'dana' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`,
    ...rest,
  };
  return { state: "failed", reason: "You may not.", failure };
}

function rolesIn(steps: readonly (readonly [PlanStep, StepProgress])[], serviceId = "keyVault") {
  const plan = planOf("recover", ...steps.map(([step]) => step));
  const operation: Operation = {
    schema: 2,
    id: "1",
    plan: { ...plan, subject: { ...plan.subject, serviceId } },
    startedAt: 0,
    endedAt: 1,
    steps: steps.map(([, progress]) => progress),
  };
  return missingRoles(operation, (id) => services[id]);
}

describe("what Azure has refused an operation for", () => {
  it("is a role at the scope where the service needs it, not at what is deleted", () => {
    const vault = `${group}/providers/Microsoft.KeyVault/vaults/kv`;
    const deleted = `${subscription}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/kv`;
    const write = "Microsoft.KeyVault/vaults/write";
    expect(rolesIn([[bare, refusedFor(write, vault)]])).toEqual([
      { action: write, scope: group, role: "Key Vault Contributor" },
    ]);
    expect(rolesIn([[bare, refusedFor(purge.toUpperCase(), deleted)]])).toEqual([
      { action: purge, scope: subscription, role: "Key Vault Purge Operator" },
    ]);
  });

  it("is one that the service names besides, too", () => {
    const action = "Microsoft.DocumentDB/databaseAccounts/write";
    expect(
      rolesIn(
        [[bare, refusedFor(action, `${group}/providers/Microsoft.DocumentDB/databaseAccounts/x`)]],
        "cosmosDb",
      ),
    ).toEqual([{ action, scope: group, role: "Cosmos DB Operator" }]);
  });

  it("is at the subscription where the resource group could not be created", () => {
    const action = "Microsoft.Resources/subscriptions/resourceGroups/write";
    expect(rolesIn([[bare, refusedFor(action, group)]])).toEqual([
      { action, scope: subscription, role: "Contributor" },
    ]);
  });

  it("is of the service that brings back what a step is about", () => {
    const recovers = { ...planOf("recover").subject, serviceId: "keyVault" };
    expect(
      rolesIn([[{ ...bare, recovers }, refusedFor(purge, subscription)]], "cosmosDb"),
    ).toHaveLength(1);
    expect(rolesIn([[bare, refusedFor(purge, subscription)]], "cosmosDb")).toEqual([]);
  });

  it.each<[string, StepProgress]>([
    ["nothing", { state: "done" }],
    ["something that no service names", refusedFor("Contoso.Boxes/boxes/write", subscription)],
    ["something outside of any subscription", refusedFor(purge, "/providers/Microsoft.KeyVault")],
    ["what it does not say", refusedFor(purge, subscription, { message: "No." })],
    ["another reason", refusedFor(purge, subscription, { status: 409 })],
    ["a reason without an answer", { state: "failed", reason: "No answer." }],
  ])("is not known where it is %s", (_, progress) => {
    expect(rolesIn([[bare, progress]])).toEqual([]);
  });
});
