import { resourceGroupNotFound, type ArmResponse } from "../armResponse";
import { textAt } from "../json";
import { parameter, RouteTable, type Route, type SubscriptionContext } from "../route";
import { remove, same } from "../subscriptionState";
import { groupOf, noteGroupDeletion } from "./activity";
import { liveRows } from "./graphTables";
import { operationResultsRoute, startOperation } from "./longRunning";

const namespace = "Microsoft.Resources";
const groupPath = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}";
const deleteSeconds = 60;
const pollSeconds = 15;

/**
 * Deletes a resource group, and in it whatever can be deleted, each as its own DELETE would: so
 * what is soft-deleted then is so now, and a group cannot come back.
 * Source: https://learn.microsoft.com/rest/api/resources/resource-groups/delete
 */
export function groupDeletionRoutes(others: readonly Route[]): readonly Route[] {
  const table = new RouteTable(others);
  return [
    {
      level: "subscription",
      method: "DELETE",
      template: groupPath,
      namespace,
      resourceType: "subscriptions/resourceGroups",
      action: "Microsoft.Resources/subscriptions/resourceGroups/delete",
      scope: groupPath,
      handle: (context) => deleteGroup(context, table),
    },
    operationResultsRoute(namespace, "Location", pollSeconds, {
      template: operationPath("{subscriptionId}", "{operationId}"),
      resourceType: "subscriptions/operationresults",
      action: "Microsoft.Resources/subscriptions/operationresults/read",
    }),
  ];
}

function operationPath(subscriptionId: string, operationId: string): string {
  return `/subscriptions/${subscriptionId}/operationresults/${operationId}`;
}

function deleteGroup(context: SubscriptionContext, routes: RouteTable): ArmResponse {
  const { caller, state, subscription } = context;
  const name = parameter(context, "resourceGroup");
  const group = subscription.resourceGroup(name);
  if (group === undefined) {
    return resourceGroupNotFound(name);
  }
  noteGroupDeletion(subscription, group.name, state.time.now(), caller.person.username);
  liveRows(subscription)
    .map((row) => textAt(row, "id") ?? "")
    .filter((id) => same(groupOf(id), group.name))
    // What is below a resource goes before it.
    .sort((one, other) => other.split("/").length - one.split("/").length)
    .forEach((id) => {
      deleteIn(context, routes, id);
    });
  remove(subscription.resourceGroups, group);
  const { headers } = startOperation(context, {
    namespace,
    location: group.location,
    seconds: deleteSeconds,
    pollSeconds,
    header: "Location",
    at: (operationId) => operationPath(subscription.id, operationId),
  });
  return { status: 202, headers };
}

function deleteIn(context: SubscriptionContext, routes: RouteTable, id: string): void {
  const found = routes.at(id).find(({ route }) => route.method === "DELETE");
  if (found?.route.level === "subscription") {
    const { parameters, route } = found;
    const query = new URLSearchParams();
    route.handle({ ...context, path: id, parameters, query, body: undefined });
  }
}
