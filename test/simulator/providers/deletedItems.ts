import { same } from "../subscriptionState";

/** A soft-deleted resource. */
export interface Deleted<Resource> {
  readonly resource: Resource;
  readonly deletedAt: number;
  /** Whom the activity log names; whoever asks, when undefined. */
  readonly deletedBy: string | undefined;
  readonly purgeAt: number;
  /** When the purge under way will be done. */
  purgedAt: number | undefined;
}

/**
 * The soft-deleted resources of one type in a subscription. Those whose retention or purge is over
 * are gone the moment anyone looks.
 */
export class DeletedItems<Resource extends { readonly name: string }> {
  private items: Deleted<Resource>[] = [];

  /** Deletes a resource, to be kept for so many milliseconds. */
  add(resource: Resource, deletedAt: number, keptFor: number, deletedBy?: string): void {
    this.items.push({
      resource,
      deletedAt,
      deletedBy,
      purgeAt: deletedAt + keptFor,
      purgedAt: undefined,
    });
  }

  remove(item: Deleted<Resource>): void {
    this.items = this.items.filter((known) => known !== item);
  }

  at(now: number): readonly Deleted<Resource>[] {
    this.items = this.items.filter(
      ({ purgeAt, purgedAt }) => purgeAt > now && (purgedAt === undefined || purgedAt > now),
    );
    return this.items;
  }

  named(name: string, now: number): Deleted<Resource> | undefined {
    return this.at(now).find(({ resource }) => same(resource.name, name));
  }
}
