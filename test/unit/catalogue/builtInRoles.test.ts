import { describe, expect, it } from "vitest";
import { grants, type Permission } from "../../../src/azure/permissions";
import { allRequired, everyPermission } from "../../../src/services/service";
import { cases } from "../../catalogue/all";
import { readFrom } from "./reading";

/**
 * The roles that several services name to people, with what Microsoft publishes of them for these
 * services.
 * Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const sharedRoles: Readonly<Record<string, Permission>> = {
  Contributor: {
    actions: ["*"],
    notActions: [
      "Microsoft.Authorization/*/Delete",
      "Microsoft.Authorization/*/Write",
      "Microsoft.Authorization/elevateAccess/Action",
      "Microsoft.Blueprint/blueprintAssignments/write",
      "Microsoft.Blueprint/blueprintAssignments/delete",
      "Microsoft.Compute/galleries/share/action",
      "Microsoft.Purview/consents/write",
      "Microsoft.Purview/consents/delete",
      "Microsoft.Resources/deploymentStacks/manageDenySetting/action",
    ],
  },
  Reader: only("*/read"),
  "Backup Contributor": only(
    "Microsoft.RecoveryServices/locations/*",
    "Microsoft.DataProtection/backupVaults/deletedBackupInstances/read",
    "Microsoft.DataProtection/backupVaults/deletedBackupInstances/undelete/action",
    "Microsoft.DataProtection/backupVaults/write",
    "Microsoft.DataProtection/backupVaults/read",
    "Microsoft.DataProtection/backupVaults/operationStatus/read",
    "Microsoft.DataProtection/locations/operationStatus/read",
  ),
  "SQL Server Contributor": {
    actions: ["Microsoft.Sql/locations/*/read", "Microsoft.Sql/servers/*"],
    notActions: [
      "Microsoft.Sql/servers/databases/securityAlertPolicies/*",
      "Microsoft.Sql/servers/azureADOnlyAuthentications/delete",
      "Microsoft.Sql/servers/azureADOnlyAuthentications/write",
    ],
  },
};

const roles = Object.assign({}, sharedRoles, ...cases.map(({ roles: own }) => own)) as Readonly<
  Record<string, Permission>
>;

function only(...actions: readonly string[]): Permission {
  return { actions, notActions: [] };
}

const needed = cases.flatMap(({ service, examples }) => {
  const ofExamples = examples.flatMap((example) => {
    const resource = readFrom(service, example);
    const permission =
      resource === undefined || resource === "live"
        ? undefined
        : service.recoverPermission?.(resource);
    return permission === undefined ? [] : allRequired(permission);
  });
  return [...everyPermission(service), ...ofExamples].map(
    ({ action, role }) => [service.id, role, action] as const,
  );
});

describe("a role that a service names", () => {
  it.each(needed)("for %s, %s, has %s", (_, role, action) => {
    const permission = roles[role];
    expect(permission === undefined ? "unknown" : grants([permission], action)).toBe(true);
  });
});
