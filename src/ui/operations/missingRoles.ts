import { missingPermission } from "../../azure/errors";
import { everyPermission, type SoftDeleteService } from "../../services/service";
import type { Operation } from "../../operations/operation";
import type { MissingAccess } from "../../planning/permissionCheck";
import { createResourceGroup } from "../../planning/planParts";

/**
 * The missing roles of an operation's failed steps, where a built-in role is known. Azure reports
 * the URL it refused, but a deleted resource isn't a scope for assignments, so the scope here is
 * the subscription or resource group at which the service needs the role.
 * Source: learn.microsoft.com/azure/role-based-access-control/scope-overview
 */
export function missingRoles(
  { plan, steps }: Operation,
  serviceOf: (id: string) => SoftDeleteService | undefined,
): readonly MissingAccess[] {
  return steps.flatMap((step, index) => {
    if (step.state !== "failed" || step.failure?.status !== 403) {
      return [];
    }
    const missing = missingPermission(step.failure);
    const service = serviceOf((plan.steps[index]?.recovers ?? plan.subject).serviceId);
    const known = [createResourceGroup, ...(service === undefined ? [] : everyPermission(service))];
    const needed = known.find(
      ({ action }) => action.toLowerCase() === missing?.action.toLowerCase(),
    );
    const scope = assignableScope(missing?.scope ?? "", needed?.scope);
    return needed === undefined || scope === undefined
      ? []
      : [{ action: needed.action, scope, role: needed.role }];
  });
}

function assignableScope(
  address: string,
  level: "subscription" | "resourceGroup" | undefined,
): string | undefined {
  const [, subscription, group = ""] =
    /^(\/subscriptions\/[^/]+)(\/resourceGroups\/[^/]+)?/i.exec(address) ?? [];
  return subscription === undefined || level === "subscription"
    ? subscription
    : `${subscription}${group}`;
}
