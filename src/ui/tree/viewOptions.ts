import type * as vscode from "vscode";
import { Listeners, type Disposable } from "../../base/listeners";
import { groupings, type Grouping } from "../../inventory/group";
import { sortOrders, type SortOrder } from "../../inventory/sort";

/** How a person looks at the list. */
export interface ViewOptions {
  readonly grouping: Grouping;
  readonly order: SortOrder;
  /** As it was typed; "" for no filter. */
  readonly filter: string;
}

/** How the list is looked at, for people; "" where there is nothing to say. */
export interface ViewTexts {
  readonly description: string;
  readonly message: string;
}

const usual: ViewOptions = { grouping: "subscription", order: "timeLeft", filter: "" };
const key = "arrangement";

/** How the list is looked at in this workspace, kept from one window to the next. */
export class ViewOptionsStore {
  readonly #changed = new Listeners();
  #look: ViewOptions;

  constructor(private readonly memento: vscode.Memento) {
    this.#look = { ...usual, ...known(memento.get<unknown>(key)) };
  }

  /** After every new look, kept or not. */
  onDidChange(listener: () => void): Disposable {
    return this.#changed.add(listener);
  }

  get current(): ViewOptions {
    return this.#look;
  }

  /** As nobody has chosen anything: then the list is shown as it was read. */
  get isDefault(): boolean {
    const { grouping, order, filter } = this.#look;
    return grouping === usual.grouping && order === usual.order && filter === usual.filter;
  }

  /** For as long as the window is open; {@link keep} writes it down. */
  show(look: Partial<ViewOptions>): void {
    const next = { ...this.#look, ...look };
    next.filter = next.filter.trim();
    this.#look = next;
    this.#changed.fire();
  }

  /** Shows it, and has it again in the next window of this workspace. */
  async keep(look: Partial<ViewOptions>): Promise<void> {
    this.show(look);
    await this.memento.update(key, this.#look);
  }
}

/** Only what this version knows of what an earlier or a later one has written down. */
function known(value: unknown): Partial<ViewOptions> {
  const { grouping, order, filter } = (value ?? {}) as Partial<Record<keyof ViewOptions, unknown>>;
  return {
    ...(groupings.some((one) => one === grouping) ? { grouping: grouping as Grouping } : {}),
    ...(sortOrders.some((one) => one === order) ? { order: order as SortOrder } : {}),
    ...(typeof filter === "string" ? { filter } : {}),
  };
}
