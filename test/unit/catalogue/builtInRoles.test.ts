import { describe, expect, it } from "vitest";
import { grants, type Permission } from "../../../src/azure/permissions";
import { allRequired, everyPermission } from "../../../src/services/service";
import { cases } from "../../catalogue/all";
import { readFrom } from "./reading";

/**
 * The roles that are named to people, with what Microsoft publishes of them for the services here.
 * Source: learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const roles: Readonly<Record<string, Permission>> = {
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
  "API Management Service Contributor": only("Microsoft.ApiManagement/service/*"),
  "App Configuration Contributor": {
    actions: ["Microsoft.AppConfiguration/*"],
    notActions: ["Microsoft.AppConfiguration/locations/deletedConfigurationStores/purge/action"],
  },
  "Backup Contributor": only(
    "Microsoft.RecoveryServices/locations/*",
    "Microsoft.DataProtection/backupVaults/deletedBackupInstances/read",
    "Microsoft.DataProtection/backupVaults/deletedBackupInstances/undelete/action",
    "Microsoft.DataProtection/backupVaults/write",
    "Microsoft.DataProtection/backupVaults/read",
    "Microsoft.DataProtection/backupVaults/operationStatus/read",
    "Microsoft.DataProtection/locations/operationStatus/read",
  ),
  "Cognitive Services Contributor": only("Microsoft.CognitiveServices/*"),
  "Compute Gallery Artifacts Publisher": {
    actions: ["Microsoft.Compute/galleries/*", "Microsoft.Compute/locations/capsOperations/read"],
    notActions: ["Microsoft.Compute/galleries/share/action"],
  },
  "Cosmos DB Operator": {
    actions: ["Microsoft.DocumentDb/databaseAccounts/*"],
    notActions: [
      "Microsoft.DocumentDB/databaseAccounts/dataTransferJobs/*",
      "Microsoft.DocumentDB/databaseAccounts/readonlyKeys/*",
      "Microsoft.DocumentDB/databaseAccounts/regenerateKey/*",
      "Microsoft.DocumentDB/databaseAccounts/listKeys/*",
      "Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/*",
    ],
  },
  CosmosRestoreOperator: only(
    "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/restore/action",
    "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/*/read",
    "Microsoft.DocumentDB/locations/restorableDatabaseAccounts/read",
  ),
  "Key Vault Contributor": {
    actions: ["Microsoft.KeyVault/*"],
    notActions: [
      "Microsoft.KeyVault/locations/deletedVaults/purge/action",
      "Microsoft.KeyVault/hsmPools/*",
      "Microsoft.KeyVault/managedHsms/*",
    ],
  },
  "Key Vault Purge Operator": only(
    "Microsoft.KeyVault/deletedVaults/read",
    "Microsoft.KeyVault/locations/deletedVaults/read",
    "Microsoft.KeyVault/locations/deletedVaults/purge/action",
    "Microsoft.KeyVault/locations/operationResults/read",
  ),
  "Log Analytics Contributor": only("*/read", "Microsoft.OperationalInsights/*"),
  "Managed HSM contributor": only(
    "Microsoft.KeyVault/managedHSMs/*",
    "Microsoft.KeyVault/deletedManagedHsms/read",
    "Microsoft.KeyVault/locations/deletedManagedHsms/read",
    "Microsoft.KeyVault/locations/deletedManagedHsms/purge/action",
    "Microsoft.KeyVault/locations/managedHsmOperationResults/read",
  ),
  "SQL Managed Instance Contributor": {
    actions: ["Microsoft.Sql/locations/*/read", "Microsoft.Sql/managedInstances/*"],
    notActions: [
      "Microsoft.Sql/managedInstances/azureADOnlyAuthentications/delete",
      "Microsoft.Sql/managedInstances/azureADOnlyAuthentications/write",
    ],
  },
  "SQL Server Contributor": {
    actions: ["Microsoft.Sql/locations/*/read", "Microsoft.Sql/servers/*"],
    notActions: [
      "Microsoft.Sql/servers/databases/securityAlertPolicies/*",
      "Microsoft.Sql/servers/azureADOnlyAuthentications/delete",
      "Microsoft.Sql/servers/azureADOnlyAuthentications/write",
    ],
  },
  "Storage Account Contributor": only("Microsoft.Storage/storageAccounts/*"),
  "Website Contributor": only("Microsoft.Web/serverFarms/read", "Microsoft.Web/sites/*"),
};

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
