import type { SimulatedTime } from "./simulatedTime";

/** What has been deleted and is kept for a while. */
interface Kept {
  readonly purgeAt: number;
  /** When the purge under way will be done. */
  readonly purgedAt: number | undefined;
}

/**
 * Deleted items by their names. Those whose retention or purge is over are gone the moment anyone
 * looks; to find one costs the same among thousands.
 */
export class KeptItems<Item extends Kept> {
  private readonly items = new Map<string, Item>();

  /** @param keyOf what tells items apart, whatever its case. */
  constructor(
    private readonly time: SimulatedTime,
    private readonly keyOf: (item: Item) => string,
  ) {}

  add(item: Item): void {
    this.items.set(this.keyOf(item).toLowerCase(), item);
  }

  remove(item: Item): void {
    this.items.delete(this.keyOf(item).toLowerCase());
  }

  find(key: string): Item | undefined {
    const found = this.items.get(key.toLowerCase());
    return found !== undefined && remains(found, this.time.now()) ? found : undefined;
  }

  /** All of them, in the order in which they were deleted. */
  all(): readonly Item[] {
    const now = this.time.now();
    for (const [key, item] of this.items) {
      if (!remains(item, now)) {
        this.items.delete(key);
      }
    }
    return [...this.items.values()];
  }
}

function remains({ purgeAt, purgedAt }: Kept, now: number): boolean {
  return purgeAt > now && (purgedAt === undefined || purgedAt > now);
}
