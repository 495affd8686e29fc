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
  seen: number;
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
    this.active.push({ id, fault, path, seen: 0 });
    return id;
  }

  remove(id: string): void {
    this.active = this.active.filter((candidate) => candidate.id !== id);
  }

  clear(): void {
    this.active = [];
  }

  /** The effects on one request: every added latency, and the first of the other kinds. */
  take(method: string, pathAndQuery: string): readonly FaultEffect[] {
    const latencies: FaultEffect[] = [];
    let other: FaultEffect | undefined;
    for (const candidate of this.active) {
      const { fault } = candidate;
      if (!matches(candidate, method, pathAndQuery)) {
        continue;
      }
      const isLatency = fault.effect.kind === "latency";
      if (!isLatency && other !== undefined) {
        continue;
      }
      candidate.seen += 1;
      const skipped = fault.afterRequests ?? 0;
      if (candidate.seen <= skipped || candidate.seen > skipped + (fault.times ?? Infinity)) {
        continue;
      }
      if (isLatency) {
        latencies.push(fault.effect);
      } else {
        other = fault.effect;
      }
    }
    return other === undefined ? latencies : [...latencies, other];
  }
}

function matches(candidate: ActiveFault, method: string, pathAndQuery: string): boolean {
  const wanted = candidate.fault.match.method?.toUpperCase();
  return (
    (wanted === undefined || wanted === method) && (candidate.path?.test(pathAndQuery) ?? true)
  );
}
