import type { Subscription } from "../account/account";
import type { Disposable } from "../base/listeners";
import type { Logger } from "../base/logger";
import type { Inventory } from "./inventory";
import type { KeptInventory } from "./keptInventory";

export interface KeeperOptions {
  readonly kept: KeptInventory;
  /** Identifies the cloud and the way to sign in; rejects where the cloud isn't usable. */
  readonly place: () => Promise<string>;
  /** Loads what {@link Inventory.restore} needs. */
  readonly loadServices: () => Promise<void>;
  /** Whether a person has chosen to see a subscription. */
  readonly isShown: (subscription: Subscription) => boolean;
  readonly logger: Logger;
}

/** How long a change waits for more changes before it is written, in milliseconds. */
const settleFor = 1_000;

/** Shows the last inventory at first, keeps each new one, and forgets all of it at sign-out. */
export class InventoryKeeper implements Disposable {
  readonly #listening: Disposable;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #isKeeping = false;

  constructor(
    private readonly inventory: Inventory,
    private readonly options: KeeperOptions,
  ) {
    this.#listening = inventory.onDidChange(() => {
      this.#changed();
    });
  }

  /** Never rejects: without a kept list, the list is shown when it has been read. */
  async restore(): Promise<void> {
    const { kept, place, loadServices, isShown, logger } = this.options;
    try {
      const [list] = await Promise.all([place().then((where) => kept.load(where)), loadServices()]);
      if (list !== undefined) {
        const subscriptions = list.subscriptions.filter((one) => isShown(one.subscription));
        this.inventory.restore({ ...list, subscriptions });
      }
    } catch (error) {
      logger.debug("The last list could not be shown.");
      logger.trace(String(error));
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
  }

  #changed(): void {
    const { asOf, isKept, isUpdating } = this.inventory.snapshot;
    if (asOf === undefined) {
      if (this.#isKeeping) {
        this.#isKeeping = false;
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#work(() => this.options.kept.forget());
      }
      return;
    }
    this.#isKeeping = true;
    if (isKept !== true && isUpdating !== true) {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#work(() => this.#save());
      }, settleFor);
      this.#timer.unref();
    }
  }

  async #save(): Promise<void> {
    const { kept, place, isShown } = this.options;
    const where = await place();
    const { snapshot } = this.inventory;
    if (snapshot.asOf !== undefined) {
      await kept.save(where, snapshot, isShown);
    }
  }

  /** One after another, so that nothing is written after it was to be forgotten. */
  #work(work: () => Promise<void>): void {
    this.#working = this.#working.then(work).catch((error: unknown) => {
      this.options.logger.warn("The list could not be kept for the next window.");
      this.options.logger.trace(String(error));
    });
  }
}
