import type { JsonObject } from "./json";

/** Which requests a fault applies to; what is left out matches everything. */
export interface FaultMatch {
  readonly method?: string;
  /** Source of a regular expression, tried case-insensitively on path and query. */
  readonly path?: string;
}

/** What goes wrong. "before": the service never saw the request. "after": it did the work. */
export type FaultEffect =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "reset"; readonly when: "before" | "after" }
  | { readonly kind: "hang"; readonly when?: "before" | "after" }
  | {
      readonly kind: "body";
      readonly text: string;
      readonly status?: number;
      readonly contentType?: string;
      /** Announce the whole text, send half of it, then cut the connection. */
      readonly truncated?: boolean;
    }
  | {
      /** The service's own answer, not as it was on the way. */
      readonly kind: "changed";
      readonly contentType?: string;
      readonly headers?: Readonly<Record<string, string>>;
      /** Set in the body where that is an object; "{url}" stands for the request's own address. */
      readonly members?: JsonObject;
      /** So many bytes more, in a member that nobody asked for. */
      readonly padding?: number;
      /** Announce all of it, send half, then cut the connection. */
      readonly truncated?: boolean;
    }
  | { readonly kind: "latency"; readonly milliseconds: number }
  /** Answered as ever, but not before the fault is removed. */
  | { readonly kind: "held" }
  | { readonly kind: "withoutHeaders"; readonly names: readonly string[] };

/** Something going wrong on purpose, as data, so that another process can ask for it too. */
export interface Fault {
  readonly match: FaultMatch;
  /** To how many matching requests it applies; to all of them when left out. */
  readonly times?: number;
  /** How many matching requests pass unharmed first. */
  readonly afterRequests?: number;
  readonly effect: FaultEffect;
}

interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  readonly path: RegExp | undefined;
  readonly removed: Promise<void>;
  readonly remove: () => void;
  seen: number;
}

/** What happens to one request. */
export interface Met {
  /** Every added latency, and the first of the other kinds. */
  readonly effects: readonly FaultEffect[];
  /** Until when it is held. */
  readonly released: Promise<unknown>;
}

/** The faults in force, counting the requests each has met. */
export class Faults {
  private active: ActiveFault[] = [];
  private added = 0;

  /** Puts a fault in force; the answer identifies it. */
  add(fault: Fault): string {
    this.added += 1;
    const id = `fault-${String(this.added)}`;
    const path = fault.match.path === undefined ? undefined : new RegExp(fault.match.path, "i");
    let remove = (): void => undefined;
    const removed = new Promise<void>((resolve) => {
      remove = resolve;
    });
    this.active.push({ id, fault, path, removed, remove, seen: 0 });
    return id;
  }

  remove(id: string): void {
    this.removeAll((candidate) => candidate.id === id);
  }

  clear(): void {
    this.removeAll(() => true);
  }

  /** What happens to one request. */
  take(method: string, pathAndQuery: string): Met {
    const latencies: FaultEffect[] = [];
    const holding: Promise<void>[] = [];
    let other: FaultEffect | undefined;
    for (const candidate of this.active) {
      const { fault } = candidate;
      if (!matches(candidate, method, pathAndQuery)) {
        continue;
      }
      const { kind } = fault.effect;
      const isSlow = kind === "latency" || kind === "held";
      if (!isSlow && other !== undefined) {
        continue;
      }
      candidate.seen += 1;
      const skipped = fault.afterRequests ?? 0;
      if (candidate.seen <= skipped || candidate.seen > skipped + (fault.times ?? Infinity)) {
        continue;
      }
      if (kind === "latency") {
        latencies.push(fault.effect);
      } else if (kind === "held") {
        holding.push(candidate.removed);
      } else {
        other = fault.effect;
      }
    }
    const effects = other === undefined ? latencies : [...latencies, other];
    return { effects, released: Promise.all(holding) };
  }

  private removeAll(isOne: (candidate: ActiveFault) => boolean): void {
    const kept = this.active.filter((candidate) => !isOne(candidate));
    const gone = this.active.filter(isOne);
    this.active = kept;
    for (const { remove } of gone) {
      remove();
    }
  }
}

function matches(candidate: ActiveFault, method: string, pathAndQuery: string): boolean {
  const wanted = candidate.fault.match.method?.toUpperCase();
  return (
    (wanted === undefined || wanted === method) && (candidate.path?.test(pathAndQuery) ?? true)
  );
}
