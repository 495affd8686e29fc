import type * as vscode from "vscode";
import { Listeners, type Disposable } from "../../base/listeners";
import { groupings, type Grouping } from "../../inventory/group";
import { sortOrders, type SortOrder } from "../../inventory/sort";

/** How the list is grouped, sorted and filtered. */
export interface ViewOptions {
  readonly grouping: Grouping;
  readonly order: SortOrder;
  /** As typed; "" for no filter. */
  readonly filter: string;
}

/** The view options in words; "" where there is nothing to say. */
export interface ViewTexts {
  readonly description: string;
  readonly message: string;
}

const defaults: ViewOptions = { grouping: "subscription", order: "timeLeft", filter: "" };
const key = "arrangement";

/** The view options of this workspace, kept from one window to the next. */
export class ViewOptionsStore {
  readonly #changed = new Listeners();
  #current: ViewOptions;

  constructor(private readonly memento: vscode.Memento) {
    this.#current = { ...defaults, ...known(memento.get<unknown>(key)) };
  }

  /** Fires after every change, kept or not. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.add(listener);
  }

  get current(): ViewOptions {
    return this.#current;
  }

  /** With the defaults, the list is shown as it was read. */
  get isDefault(): boolean {
    const { grouping, order, filter } = this.#current;
    return grouping === defaults.grouping && order === defaults.order && filter === defaults.filter;
  }

  /** Applies options for this window; {@link keep} stores them. */
  show(options: Partial<ViewOptions>): void {
    const next = { ...this.#current, ...options };
    next.filter = next.filter.trim();
    this.#current = next;
    this.#changed.fire();
  }

  /** Applies options and stores them for the workspace. */
  async keep(options: Partial<ViewOptions>): Promise<void> {
    this.show(options);
    await this.memento.update(key, this.#current);
  }
}

/** Known options of a stored value, which another version may have written. */
function known(value: unknown): Partial<ViewOptions> {
  const { grouping, order, filter } = (value ?? {}) as Partial<Record<keyof ViewOptions, unknown>>;
  return {
    ...(groupings.some((one) => one === grouping) ? { grouping: grouping as Grouping } : {}),
    ...(sortOrders.some((one) => one === order) ? { order: order as SortOrder } : {}),
    ...(typeof filter === "string" ? { filter } : {}),
  };
}
