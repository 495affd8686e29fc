import type { JsonObject } from "../json";
import { day } from "../retention";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";

export const siteType = "Microsoft.Web/sites";

/** An app's production slot, or another slot of it. */
export interface Site {
  readonly name: string;
  /** Undefined for the app itself. */
  readonly slot?: string;
  readonly resourceGroup: string;
  /** Display name, as the service spells regions. */
  readonly region: string;
  readonly kind: string;
}

export interface LiveSite {
  readonly site: Site;
  /** Whose content it has: the numeric id of a deleted app that was restored into it. */
  contentOf?: number;
  /** Whose configuration it has. */
  configurationOf?: number;
}

export interface DeletedSite {
  readonly id: number;
  readonly site: Site;
  readonly deletedAt: number;
  readonly deletedBy: string | undefined;
}

interface Sites {
  readonly live: LiveSite[];
  readonly deleted: DeletedSite[];
}

const key = new StateKey<Sites>(() => ({ live: [], deleted: [] }));

// learn.microsoft.com/azure/app-service/app-service-undelete
const keptFor = 30 * day;

/** The apps and slots of a subscription. */
export function sitesOf(subscription: SubscriptionState): Sites {
  return subscription.of(key);
}

/** An app or slot in use. */
export function liveSite(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
  slot?: string,
): LiveSite | undefined {
  return sitesOf(subscription).live.find(
    ({ site }) =>
      same(site.resourceGroup, resourceGroup) &&
      same(site.name, name) &&
      same(site.slot ?? "", slot ?? ""),
  );
}

/** The deleted ones; a name can be among them more than once. */
export function deletedSites(subscription: SubscriptionState): readonly DeletedSite[] {
  const now = subscription.time.now();
  return sitesOf(subscription).deleted.filter(({ deletedAt }) => deletedAt + keptFor > now);
}

/** Deletes an app or slot; each deletion gets a number of its own. */
export function softDeleteSite(
  subscription: SubscriptionState,
  site: Site,
  deletedAt: number,
  deletedBy?: string,
): void {
  const { deleted } = sitesOf(subscription);
  deleted.push({ id: 128_184 + deleted.length, site, deletedAt, deletedBy });
}

/** "West US 2" is westus2. */
export function regionName(region: string): string {
  return region.replace(/\s/g, "").toLowerCase();
}

export function siteId(subscriptionId: string, { resourceGroup, name, slot }: Site): string {
  const app = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${siteType}/${name}`;
  return slot === undefined ? app : `${app}/slots/${slot}`;
}

/** An app or slot as its GET has it. */
export function liveSiteBody(subscriptionId: string, { site }: LiveSite): JsonObject {
  const { name, slot, region, kind, resourceGroup } = site;
  const host = slot === undefined ? name : `${name}-${slot}`;
  return {
    id: siteId(subscriptionId, site),
    name: slot === undefined ? name : `${name}/${slot}`,
    type: slot === undefined ? siteType : `${siteType}/slots`,
    kind,
    location: region,
    properties: {
      state: "Running",
      enabled: true,
      resourceGroup,
      defaultHostName: `${host}.azurewebsites.net`,
    },
  };
}

/**
 * A deleted one: its id has the region with spaces, its time no zone, as in all 34,984 rows recorded
 * by Azure/azure-cli, command_modules/appservice.
 */
export function deletedSiteBody(subscriptionId: string, item: DeletedSite): JsonObject {
  const { name, slot, region, kind, resourceGroup } = item.site;
  return {
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Web/locations/${region}/deletedSites/${String(item.id)}`,
    name,
    type: "Microsoft.Web/locations/deletedSites",
    properties: {
      deletedSiteId: item.id,
      deletedTimestamp: new Date(item.deletedAt).toISOString().replace("Z", "7007"),
      subscription: subscriptionId,
      resourceGroup,
      deletedSiteName: name,
      slot: slot ?? "Production",
      kind,
      geoRegionName: region,
    },
  };
}
