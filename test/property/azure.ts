import type { JsonObject } from "../../src/base/json";
import { deletedAt } from "./plans";
import { refusal, type Reply } from "../unit/operations/scriptedArm";

interface Item {
  deleted: boolean;
  live: boolean;
  deletionDate: string;
  pending: Pending | undefined;
}

interface Pending {
  readonly due: number;
  readonly step: string;
  readonly apply: () => void;
}

interface Followed {
  readonly item: Item;
  readonly pending: Pending;
  readonly via: "async" | "location";
  failed: boolean;
}

/** How a request that Azure takes is carried out: when, and what it says of it. */
export interface Manner {
  readonly after: number;
  readonly says: "done" | "async" | "location" | "nothing";
}

/** Azure with a memory: what there is, what is on its way, and how often each step was taken. */
export class Azure {
  /** How often a request was taken and not undone, by the mark of its step. */
  readonly taken = new Map<string, number>();
  /** Items that somebody else has meddled with. */
  readonly changed = new Set<string>();
  readonly #items = new Map<string, Item>();
  readonly #followed = new Map<string, Followed>();

  constructor(private readonly now: () => number) {}

  read(path: string): Reply {
    const { item, where } = this.#at(path);
    const body: JsonObject =
      where === "live"
        ? { id: path, properties: { provisioningState: "Succeeded" } }
        : { id: path, properties: { deletionDate: item.deletionDate } };
    return item[where] ? { status: 200, body } : refusal(404, "ResourceNotFound");
  }

  isThere(path: string): boolean {
    return this.read(path).status === 200;
  }

  take(method: string, path: string, step: string, { after, says }: Manner): Reply {
    const { item, name, where } = this.#at(path);
    const isMade = name.startsWith("made-");
    if (item.pending !== undefined) {
      return refusal(409, "Conflict", "Another operation is in progress.");
    }
    if (method === "DELETE" ? !item[where] : !isMade && !item.deleted) {
      return refusal(404, "ResourceNotFound");
    }
    const pending: Pending = {
      due: this.now() + after,
      step,
      apply: () => {
        item.deleted = item.deleted && where === "live" && method === "DELETE";
        item.live = method !== "DELETE";
      },
    };
    item.pending = pending;
    this.taken.set(step, (this.taken.get(step) ?? 0) + 1);
    this.#settle(item);
    if (says === "done" || says === "nothing") {
      return { status: says === "done" ? 200 : 202 };
    }
    const url = `/operations/${this.#followed.size}`;
    this.#followed.set(url, { item, pending, via: says, failed: false });
    return says === "async"
      ? { status: 201, headers: { "azure-asyncoperation": url } }
      : { status: 202, headers: { location: url } };
  }

  poll(url: string, event: "ok" | "failed" | "malformed"): Reply {
    const followed = this.#followed.get(url);
    if (followed === undefined) {
      return refusal(404, "NotFound");
    }
    const { item, pending, via } = followed;
    this.#settle(item);
    const isOnItsWay = item.pending === pending;
    if (event === "failed" && isOnItsWay) {
      item.pending = undefined;
      followed.failed = true;
      this.taken.set(pending.step, (this.taken.get(pending.step) ?? 1) - 1);
    }
    if (followed.failed) {
      return via === "location"
        ? refusal(400, "Failed", "It could not be done.")
        : { status: 200, body: { status: "Failed", error: { code: "Failed", message: "No." } } };
    }
    if (event === "malformed") {
      return via === "location" ? { status: 299 } : { status: 200, body: {} };
    }
    if (via === "location") {
      return isOnItsWay ? { status: 202 } : { status: 200 };
    }
    return { status: 200, body: { status: isOnItsWay ? "Running" : "Succeeded" } };
  }

  /** Somebody brings an item back by hand and deletes it again: another deletion of the name. */
  change(path: string): void {
    const { item, name } = this.#at(path);
    if (item.pending === undefined && item.deleted) {
      item.deletionDate = "2026-03-02T00:00:00.000Z";
      this.changed.add(name);
    }
  }

  #at(path: string): {
    readonly item: Item;
    readonly name: string;
    readonly where: "deleted" | "live";
  } {
    const [, where, name = ""] = path.split("/");
    const known = this.#items.get(name);
    const isMade = name.startsWith("made-");
    const item = known ?? {
      deleted: !isMade,
      live: name === "made-live",
      deletionDate: deletedAt,
      pending: undefined,
    };
    this.#items.set(name, item);
    this.#settle(item);
    return { item, name, where: where === "deleted" ? "deleted" : "live" };
  }

  #settle(item: Item): void {
    if (item.pending !== undefined && item.pending.due <= this.now()) {
      item.pending.apply();
      item.pending = undefined;
    }
  }
}
