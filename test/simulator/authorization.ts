import type { CustomRole, RoleAssignment } from "./scenario";

/** The entries of a permissions answer: what each role grants and takes back. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/**
 * The built-in roles the scenarios use.
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const builtInRoles: Readonly<Record<string, Permission>> = {
  Owner: { actions: ["*"], notActions: [] },
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
    ],
  },
  Reader: { actions: ["*/read"], notActions: [] },
  "Key Vault Contributor": {
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.KeyVault/*",
      "Microsoft.ResourceHealth/availabilityStatuses/read",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Support/*",
    ],
    notActions: [
      "Microsoft.KeyVault/locations/deletedVaults/purge/action",
      "Microsoft.KeyVault/hsmPools/*",
      "Microsoft.KeyVault/managedHsms/*",
    ],
  },
  "Key Vault Purge Operator": {
    actions: [
      "Microsoft.KeyVault/deletedVaults/read",
      "Microsoft.KeyVault/locations/deletedVaults/read",
      "Microsoft.KeyVault/locations/deletedVaults/purge/action",
      "Microsoft.KeyVault/locations/operationResults/read",
    ],
    notActions: [],
  },
  "Cognitive Services Contributor": {
    actions: [
      "Microsoft.Authorization/*/read",
      "Microsoft.CognitiveServices/*",
      "Microsoft.Features/features/read",
      "Microsoft.Features/providers/features/read",
      "Microsoft.Insights/alertRules/*",
      "Microsoft.Insights/diagnosticSettings/*",
      "Microsoft.ResourceHealth/availabilityStatuses/read",
      "Microsoft.Resources/deployments/*",
      "Microsoft.Resources/subscriptions/operationresults/read",
      "Microsoft.Resources/subscriptions/read",
      "Microsoft.Resources/subscriptions/resourcegroups/deployments/*",
      "Microsoft.Resources/subscriptions/resourceGroups/read",
      "Microsoft.Support/*",
    ],
    notActions: [],
  },
};

/** Role assignments of one subscription, read as Azure Resource Manager reads them. */
export class RoleAssignments {
  private readonly permissions: readonly { assignment: RoleAssignment; permission: Permission }[];

  constructor(
    private readonly subscriptionId: string,
    assignments: readonly RoleAssignment[],
    customRoles: readonly CustomRole[],
  ) {
    this.permissions = assignments.map((assignment) => ({
      assignment,
      permission: permissionOf(assignment.role, customRoles),
    }));
  }

  /** Whether the person has any role in the subscription, which is what makes it listed. */
  includes(username: string): boolean {
    return this.permissions.some(({ assignment }) => assignment.username === username);
  }

  /** The permissions that reach a scope: those assigned at it and above it. */
  at(scope: string, username: string): readonly Permission[] {
    return this.permissions
      .filter(({ assignment }) => assignment.username === username)
      .filter(({ assignment }) => reaches(this.subscriptionId, assignment, scope))
      .map(({ permission }) => permission);
  }

  /** Whether the person may perform the action over the scope. */
  allow(username: string, action: string, scope: string): boolean {
    return this.at(scope, username).some(
      ({ actions, notActions }) =>
        actions.some((pattern) => covers(pattern, action)) &&
        !notActions.some((pattern) => covers(pattern, action)),
    );
  }
}

function permissionOf(role: string, customRoles: readonly CustomRole[]): Permission {
  const found = builtInRoles[role] ?? customRoles.find(({ name }) => name === role);
  if (found === undefined) {
    throw new Error(`The scenario assigns "${role}", which is no role`);
  }
  return { actions: found.actions, notActions: found.notActions };
}

function reaches(subscriptionId: string, assignment: RoleAssignment, scope: string): boolean {
  const root = `/subscriptions/${subscriptionId}`;
  const assigned = (
    assignment.resourceGroup === undefined
      ? root
      : `${root}/resourceGroups/${assignment.resourceGroup}`
  ).toLowerCase();
  const wanted = scope.toLowerCase();
  return wanted === assigned || wanted.startsWith(`${assigned}/`);
}

/** "*" stands for any text, slashes included; case does not matter. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.\\+?^${}()|[\]]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
