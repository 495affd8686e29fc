import type { ArmResponse } from "../armResponse";
import { page } from "../paging";
import type { Route, SubscriptionContext, SubscriptionRoute } from "../route";

const subscriptionPath = "/subscriptions/{subscriptionId}";
const groupPath = `${subscriptionPath}/resourceGroups/{resourceGroup}`;
const providerPath = "/providers/Microsoft.Authorization";

/**
 * What the caller may do at a scope, and the locks on it. The published files have the group and the resource scope;
 * the subscription scope is not in them and works all the same.
 * Source: Azure/azure-rest-api-specs, authorization-RoleDefinitionsCalls.json, and
 * https://learn.microsoft.com/rest/api/resources/management-locks
 */
export const authorizationRoutes: readonly Route[] = [
  ...[
    subscriptionPath,
    groupPath,
    `${groupPath}/providers/{namespace}/{resourceType}/{resourceName}`,
  ].map(permissionsRoute),
  ...[subscriptionPath, groupPath].map(locksRoute),
];

function permissionsRoute(scope: string): SubscriptionRoute {
  return {
    level: "subscription",
    method: "GET",
    template: `${scope}${providerPath}/permissions`,
    namespace: "Microsoft.Authorization",
    resourceType: "permissions",
    action: "Microsoft.Authorization/permissions/read",
    scope,
    handle: listPermissions,
  };
}

function locksRoute(scope: string): SubscriptionRoute {
  return {
    level: "subscription",
    method: "GET",
    template: `${scope}${providerPath}/locks`,
    namespace: "Microsoft.Authorization",
    resourceType: "locks",
    action: "Microsoft.Authorization/locks/read",
    scope,
    handle: listLocks,
  };
}

/** The only filter there is, "atScope()", leaves out what is below. */
function listLocks(context: SubscriptionContext): ArmResponse {
  const { parameters, query, subscription } = context;
  const atScope = /^\s*atScope\(\)\s*$/i.test(query.get("$filter") ?? "");
  return page(context, subscription.locks.seenFrom(parameters["resourceGroup"], atScope));
}

function listPermissions(context: SubscriptionContext): ArmResponse {
  const scope = context.path.slice(0, context.path.toLowerCase().lastIndexOf("/providers/"));
  const permissions = context.subscription.roles.at(scope, context.caller.person.username);
  return page(
    context,
    permissions.map(({ actions, notActions }) => ({
      actions,
      notActions,
      dataActions: [],
      notDataActions: [],
    })),
  );
}
