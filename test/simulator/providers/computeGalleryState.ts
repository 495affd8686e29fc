import type { JsonObject } from "../json";
import { StateKey } from "../service";
import { same, type SubscriptionState } from "../subscriptionState";
import { featureState } from "./featureRegistrations";
import { day } from "../retention";

/**
 * 7 days, which nobody can change.
 * Source: https://learn.microsoft.com/azure/virtual-machines/soft-delete-gallery
 */
const retention = 7 * day;

export interface ImageVersion {
  readonly name: string;
  readonly regions: readonly string[];
  readonly replicas: number;
  readonly publishedAt: number;
  /** What became of it when it was made. */
  readonly outcome: "Succeeded" | "Failed";
  /** Until then something is being done to it. */
  readonly busyUntil: number;
}

export interface DeletedImageVersion {
  readonly version: ImageVersion;
  readonly deletedAt: number;
  readonly deletedBy: string | undefined;
  /** When the purge under way will be done. */
  purgedAt: number | undefined;
}

export interface ImageDefinition {
  readonly name: string;
  readonly osType: "Linux" | "Windows";
  versions: ImageVersion[];
  deleted: DeletedImageVersion[];
}

export interface Gallery {
  readonly name: string;
  readonly resourceGroup: string;
  /** As the service spells it, such as "Sweden Central". */
  readonly location: string;
  tags: Readonly<Record<string, string>>;
  description: string | undefined;
  sharing: JsonObject | undefined;
  /** Undefined where nobody has ever set it. */
  softDelete: boolean | undefined;
  busyUntil: number;
  definitions: ImageDefinition[];
}

const galleries = new StateKey<Gallery[]>(() => []);

/** The subscription's galleries, to be looked at and to be changed. */
export function galleriesOf(subscription: SubscriptionState): Gallery[] {
  return subscription.of(galleries);
}

/** The gallery of this name in this group. */
export function galleryIn(
  subscription: SubscriptionState,
  resourceGroup: string,
  name: string,
): Gallery | undefined {
  return galleriesOf(subscription).find(
    (gallery) => same(gallery.name, name) && same(gallery.resourceGroup, resourceGroup),
  );
}

/** What is called so, in any case. */
export function called<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
): Item | undefined {
  return items.find((item) => same(item.name, name));
}

/** The versions that can still be recovered; those whose time is over are forgotten. */
export function deletedVersionsOf(
  subscription: SubscriptionState,
  definition: ImageDefinition,
): readonly DeletedImageVersion[] {
  const now = subscription.time.now();
  definition.deleted = definition.deleted.filter(
    ({ deletedAt, purgedAt }) =>
      deletedAt + retention > now && (purgedAt === undefined || purgedAt > now),
  );
  return definition.deleted;
}

/** Whether what is deleted from it is kept. */
export function softDeletes(subscription: SubscriptionState, gallery: Gallery): boolean {
  return gallery.softDelete === true && mayHavePolicy(subscription);
}

/** Whether the subscription takes part in the preview. */
export function mayHavePolicy(subscription: SubscriptionState): boolean {
  return featureState(subscription, "Microsoft.Compute/SIGSoftDelete") === "Registered";
}
