import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Subscription } from "../account/account";
import type { JsonValue } from "../base/json";
import { replaceFile } from "../base/replaceFile";
import type { InventorySnapshot } from "./inventorySnapshot";
import { isKeptList, keptListsOf, type KeptList, type KeptSubscription } from "./keptList";

/**
 * The last inventory on disk: one file for each account and cloud. It is shown until a new window
 * has read its own, and nothing is done to a resource before it is read again.
 */
export class KeptInventory {
  constructor(private readonly folder: string) {}

  /**
   * What the accounts saw last; undefined where nothing is kept. Files that can't be understood are
   * passed over.
   *
   * @param place identifies the cloud and the way to sign in.
   */
  async load(place: string): Promise<KeptList | undefined> {
    const names = await this.#names(place);
    const files = await Promise.all(names.map((name) => this.#read(name)));
    const lists = files.filter((list) => list !== undefined);
    return lists.length === 0
      ? undefined
      : {
          schema: 1,
          asOf: Math.min(...lists.map(({ asOf }) => asOf)),
          subscriptions: lists.flatMap(({ subscriptions }) => subscriptions),
        };
  }

  /**
   * Replaces what was kept there. The files of accounts that are not in the snapshot are deleted.
   *
   * @param isShown whether a person has chosen to see a subscription; others stay as they were kept.
   * @throws when the disk refuses.
   */
  async save(
    place: string,
    snapshot: InventorySnapshot,
    isShown: (subscription: Subscription) => boolean,
  ): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const names = new Set<string>();
    for (const [accountId, list] of keptListsOf(snapshot)) {
      const name = `${hash(place)}-${hash(accountId)}.json`;
      names.add(name);
      const hidden = ((await this.#read(name))?.subscriptions ?? []).filter(
        ({ subscription }: KeptSubscription) => !isShown(subscription),
      );
      const all = { ...list, subscriptions: [...list.subscriptions, ...hidden] };
      await replaceFile(join(this.folder, name), JSON.stringify(all));
    }
    const others = (await this.#names(place)).filter((name) => !names.has(name));
    await Promise.all(others.map((name) => rm(join(this.folder, name), { force: true })));
  }

  /** Deletes all that is kept. @throws when the disk refuses. */
  async forget(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  async #names(place: string): Promise<readonly string[]> {
    const all = await readdir(this.folder).catch(() => []);
    return all.filter((name) => name.startsWith(`${hash(place)}-`) && name.endsWith(".json"));
  }

  async #read(name: string): Promise<KeptList | undefined> {
    try {
      const read = JSON.parse(await readFile(join(this.folder, name), "utf8")) as JsonValue;
      return isKeptList(read) ? read : undefined;
    } catch {
      return undefined;
    }
  }
}

/** A name for a file, without what an account is called. */
function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
