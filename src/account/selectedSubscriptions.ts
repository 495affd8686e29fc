import type { Memento } from "vscode";
import type { Logger } from "../base/logger";
import { Listeners, type Disposable } from "../base/listeners";
import type { Subscription } from "./account";
import { chosenEntries, parseFilter, type SubscriptionFilter } from "./subscriptionFilter";

/** A setting that another extension declares. */
export interface SharedSetting {
  readonly name: string;
  value(): unknown;
  /**
   * Writes to the scope of the effective value; rejects where no extension declares the setting.
   */
  write(entries: readonly string[]): Promise<void>;
  onDidChange(listener: () => void): Disposable;
}

/** A selection that couldn't be written to the setting. */
interface Kept {
  readonly entries: readonly string[];
  /** The setting's value, as JSON, when the selection was made. */
  readonly instead: string;
}

const storageKey = "selectedSubscriptions";

/**
 * Which subscriptions to show: the setting `azureResourceGroups.selectedSubscriptions`, shared with
 * the Azure Resources extension, which declares it. Where that extension isn't installed, VS Code
 * refuses to write the setting, and the selection is kept in this extension's own storage. The
 * stored selection wins until the setting's value changes.
 */
export class SelectedSubscriptions {
  readonly #listeners = new Listeners();

  constructor(
    private readonly setting: SharedSetting,
    private readonly storage: Memento,
    private readonly logger: Logger,
  ) {}

  /** The selection; empty means all. */
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
   * Selects among the shown subscriptions; all or none means all, including those not shown.
   * Otherwise, earlier selections that aren't shown now (for example because their tenant couldn't
   * be read) stay selected. Fires {@link onDidChange} once.
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
      // Otherwise VS Code reports the change of the setting.
      this.#listeners.fire();
    }
  }

  /** Fires when the effective selection may have changed: in the setting or in this storage. */
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

/** Absent and empty are equal here: installing or removing an extension changes the default. */
function toJson(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? value : []);
}
