import { armError, type ArmResponse } from "../armResponse";
import { jsonAt, textAt } from "../json";
import type { SubscriptionContext } from "../route";
import { sameLocation } from "../subscriptionState";
import { startOperation } from "./longRunning";
import { deletedSites, regionName, siteId, type LiveSite } from "./webSites";

export const restorePollSeconds = 15;

/** Either address of a deleted app; github.com/Azure/azure-cli takes both. */
const deletedSite =
  /^\/subscriptions\/[^/]+\/providers\/Microsoft\.Web(?:\/locations\/[^/]+)?\/deletedSites\/(\d+)$/i;

export function deletedSiteNotFound(id: string): ArmResponse {
  return armError(404, "NotFound", `Cannot find deleted site with id ${id}.`);
}

/**
 * Overwrites a live app or slot with a deleted one, of which nothing changes.
 * Source: https://learn.microsoft.com/azure/app-service/app-service-undelete
 */
export function restoreInto(context: SubscriptionContext, live: LiveSite): ArmResponse {
  const { body, subscription } = context;
  const id = deletedSite.exec(textAt(body, "properties", "deletedSiteId") ?? "")?.[1];
  if (id === undefined) {
    return armError(400, "BadRequest", "The parameter properties.deletedSiteId is not valid.");
  }
  const deleted = deletedSites(subscription).find((item) => String(item.id) === id);
  if (deleted === undefined) {
    return deletedSiteNotFound(id);
  }
  if (!sameLocation(deleted.site.region, live.site.region)) {
    return armError(
      400,
      "BadRequest",
      `The deleted site is in ${deleted.site.region}; it cannot be restored to a site in ${live.site.region}.`,
    );
  }
  live.contentOf = deleted.id;
  if (jsonAt(body, "properties", "recoverConfiguration") === true) {
    live.configurationOf = deleted.id;
  }
  const { headers } = startOperation(context, {
    namespace: "Microsoft.Web",
    location: regionName(live.site.region),
    seconds: 30,
    pollSeconds: restorePollSeconds,
    header: "Location",
    at: (operationId) => `${siteId(subscription.id, live.site)}/operationresults/${operationId}`,
  });
  return { status: 202, headers };
}
