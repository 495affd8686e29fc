import type { Memento } from "vscode";
import type { Logger } from "../base/logger";
import { Listeners, type Disposable } from "../base/listeners";
import type { Subscription } from "./account";
import { chosenEntries, parseFilter, type SubscriptionFilter } from "./subscriptionFilter";

/** A setting that another extension declares. */
export interface SharedSetting {
  readonly name: string;
  /** The value in effect. */
  value(): unknown;
  /** Writes where the value in effect stands; rejects where no extension declares the setting. */
  write(entries: readonly string[]): Promise<void>;
  onDidChange(listener: () => void): Disposable;
}

/** A choice that could not be written to the setting. */
interface Kept {
  readonly entries: readonly string[];
  /** What the setting held when the choice was made, as JSON. */
  readonly instead: string;
}

const storageKey = "selectedSubscriptions";

/**
 * Which subscriptions to show: the setting `azureResourceGroups.selectedSubscriptions`, shared with
 * the Azure Resources extension. That extension declares it; where it is not installed VS Code
 * refuses to write it, and the choice is kept in this extension's own storage. What is kept wins
 * over the setting's value, which may still stand in a file, for as long as that value is the one it
 * was chosen over; once somebody changes the setting, the setting is newer.
 */
export class SelectedSubscriptions {
  readonly #listeners = new Listeners();

  constructor(
    private readonly setting: SharedSetting,
    private readonly storage: Memento,
    private readonly logger: Logger,
  ) {}

  /** What was chosen; nothing means all. */
  filter(): SubscriptionFilter {
    const filter = parseFilter(this.#value());
    if (filter.ignored > 0) {
      this.logger.warn(
        `${this.setting.name}: ${filter.ignored} entries are not "tenant id/subscription id" and are ignored.`,
      );
    }
    return filter;
  }

  /**
   * Chooses from the subscriptions shown; all or none means all, also those not shown. Otherwise
   * what was chosen before and cannot be shown now, as when its tenant could not be read, stays
   * chosen. Fires {@link onDidChange} once.
   */
  async choose(chosen: readonly Subscription[], shown: readonly Subscription[]): Promise<void> {
    const entries = chosenEntries(parseFilter(this.#value()).selected, chosen, shown);
    const before = toJson(this.setting.value());
    let kept: Kept | undefined;
    try {
      await this.setting.write(entries);
    } catch {
      kept = { entries, instead: before };
    }
    await this.storage.update(storageKey, kept);
    if (kept !== undefined || before === toJson(entries)) {
      // Otherwise VS Code tells of the setting's change.
      this.#listeners.fire();
    }
  }

  /** When another choice may hold: the setting has changed, or what is kept here. */
  onDidChange(listener: () => void): Disposable {
    const both = [this.#listeners.add(listener), this.setting.onDidChange(listener)];
    return {
      dispose: () => {
        for (const one of both) {
          one.dispose();
        }
      },
    };
  }

  #value(): unknown {
    const configured = this.setting.value();
    const kept = this.storage.get<Kept>(storageKey);
    return kept?.instead === toJson(configured) ? kept.entries : configured;
  }
}

/** Absent and empty are the same here: an extension that comes or goes brings a default with it. */
function toJson(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value : []);
}
