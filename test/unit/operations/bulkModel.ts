import type { ArmClient } from "../../../src/azure/armClient";
import { requestKind, type ArmRequest } from "../../../src/azure/armRequest";
import type { Clock } from "../../../src/base/clock";
import { ArmError } from "../../../src/azure/errors";
import type { JsonValue } from "../../../src/base/json";
import { RateLimiter } from "../../../src/azure/rateLimit";
import { BatchRunner } from "../../../src/operations/batch/batchRunner";
import { Runner } from "../../../src/operations/runner";
import { Buckets, operationKind } from "../../simulator/throttling";
import { settled } from "../base/fakeClock";
import { vault } from "../services/samples";
import { silent } from "./harness";
import { MemoryBatches, MemoryOperations, type Disk } from "./memory";
import { purgeVault } from "./plans";
import type { Plan } from "../../../src/services/plan";
import type { ArmResponse } from "../../../src/azure/armResponse";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that jumps to the next instant at which somebody wakes, once nothing else can go on. */
export class JumpingClock implements Clock {
  #time = Date.parse("2026-03-01T12:00:00Z");
  readonly #sleepers: Sleeper[] = [];

  now(): number {
    return this.#time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        reject(signal?.reason instanceof Error ? signal.reason : new Error("aborted"));
      };
      if (signal?.aborted === true) {
        fail();
        return;
      }
      const stop = (): void => {
        this.#sleepers.splice(this.#sleepers.indexOf(sleeper), 1);
        fail();
      };
      const sleeper: Sleeper = {
        until: this.#time + milliseconds,
        wake: () => {
          signal?.removeEventListener("abort", stop);
          resolve();
        },
      };
      const later = this.#sleepers.findIndex(({ until }) => until > sleeper.until);
      this.#sleepers.splice(later < 0 ? this.#sleepers.length : later, 0, sleeper);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  /** Lets time pass until the work is done, or until a condition holds. */
  async during<T>(work: Promise<T>, until: () => boolean = () => false): Promise<T | undefined> {
    let result: { readonly value: T } | undefined;
    const watched = work.then((value) => {
      result = { value };
    });
    while (result === undefined && !until()) {
      await settled();
      const next = this.#sleepers.shift();
      if (next === undefined) {
        await Promise.race([watched, settled()]);
        continue;
      }
      this.#time = Math.max(this.#time, next.until);
      next.wake();
    }
    return (result as { readonly value: T } | undefined)?.value;
  }
}

/** The purge of a vault of this number. */
function purgeOfVault(number: number): Plan {
  const text = JSON.stringify(purgeVault).replaceAll(
    "deletedVaults/kv",
    `deletedVaults/kv-${String(number)}`,
  );
  const plan = JSON.parse(text) as Plan;
  return {
    ...plan,
    subject: {
      ...plan.subject,
      name: `kv-${String(number)}`,
      deletion: `${plan.subject.deletion}/${String(number)}`,
    },
  };
}

export function purgesOfVaults(count: number): readonly Plan[] {
  return Array.from({ length: count }, (_, number) => purgeOfVault(number));
}

export interface ModelOptions {
  readonly clock: Clock;
  /** Milliseconds until an answer. */
  readonly latency: number;
  /** Milliseconds that a purge takes. */
  readonly purgeTakes: number;
  /** Whether ARM's limits hold. */
  readonly isLimited: boolean;
}

/** What goes wrong with a purge: an answer in place of Azure's, or a broken connection. */
export type Trouble =
  | { readonly status: number; readonly code: string; readonly retryAfterSeconds?: number }
  | "lost before"
  | "lost after";

/**
 * ARM with very many deleted vaults, behind the product's own limiter and before ARM's own limits.
 */
export class VaultModel implements ArmClient {
  /** Vaults by number: when its purge is over; undefined while nobody has purged it. */
  readonly purges = new Map<string, number>();
  /** Every purge that Azure has seen, in order, taken or refused. */
  readonly posts: { readonly vault: string; readonly taken: boolean }[] = [];
  reads = 0;
  lists = 0;
  refused = 0;
  /** Another tool of the same person, that leaves nothing. */
  isUsedUp = false;
  trouble: (vault: string, before: number) => Trouble | undefined = () => undefined;
  /** Whether a read, by how many there were before, breaks off; the product's pipeline repeats it. */
  isReadBroken: (before: number) => boolean = () => false;
  readonly #limiter: RateLimiter;
  readonly #buckets = new Buckets();

  constructor(private readonly options: ModelOptions) {
    this.#limiter = new RateLimiter(options.clock);
  }

  /** How many are gone. */
  get gone(): number {
    const now = this.options.clock.now();
    return [...this.purges.values()].filter((over) => over <= now).length;
  }

  /** Another window's connection to the same Azure. */
  async send({ method, path }: ArmRequest, signal?: AbortSignal): Promise<ArmResponse> {
    return this.#request(method, path, signal);
  }

  async follow(url: string, signal?: AbortSignal): Promise<ArmResponse> {
    return this.#request("GET", new URL(url).pathname, signal);
  }

  /** Lists the vaults that were asked to be purged and are still there, under their names. */
  async list(
    { path }: ArmRequest,
    onPage: (items: readonly JsonValue[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    this.lists += 1;
    await this.#request("GET", path, signal);
    const now = this.options.clock.now();
    const names = new Set(this.posts.map((post) => post.vault));
    onPage(
      [...names]
        .filter((name) => (this.purges.get(name) ?? Infinity) > now)
        .map((name) => ({ name })),
    );
  }

  async resourceGroupExists(): Promise<boolean> {
    return true;
  }

  async #request(
    method: ArmRequest["method"],
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<ArmResponse> {
    const { clock, latency, isLimited } = this.options;
    for (let retries = 0; ;) {
      const kind = requestKind(method, path);
      const release = isLimited
        ? await this.#limiter.acquire("s", kind, signal)
        : (): void => undefined;
      try {
        await clock.sleep(latency, signal);
        const wait = this.#throttled(method);
        if (wait === undefined && method === "GET" && this.isReadBroken(this.reads)) {
          this.reads += 1;
          if (retries === 3) {
            throw refused(method, path, 503, "ServiceUnavailable");
          }
          // Once the place is given back, as in the policy "retryReads".
          retries += 1;
          continue;
        }
        if (wait === undefined) {
          return this.#answer(method, path);
        }
        this.refused += 1;
        this.#limiter.pause("s", kind, wait * 1000);
        if (method !== "GET") {
          throw refused(method, path, 429, "SubscriptionRequestsThrottled", wait);
        }
      } finally {
        release();
      }
    }
  }

  #throttled(method: string): number | undefined {
    if (this.isUsedUp && method !== "GET") {
      return 17;
    }
    if (!this.options.isLimited) {
      return undefined;
    }
    const draw = this.#buckets.draw("s", "dana", operationKind(method), this.options.clock.now());
    return draw.allowed ? undefined : draw.retryAfterSeconds;
  }

  #answer(method: ArmRequest["method"], path: string): ArmResponse {
    const name = /\/(?:deletedVaults|operations)\/([^/]+)/.exec(path)?.[1] ?? "";
    const over = this.purges.get(name);
    const now = this.options.clock.now();
    if (method === "GET") {
      this.reads += 1;
      if (path.includes("/operations/")) {
        return reply(method, path, over !== undefined && over <= now ? 200 : 202, undefined, {
          "retry-after": "15",
        });
      }
      if (over !== undefined && over <= now) {
        throw refused(method, path, 404, "DeletedVaultNotFound");
      }
      return reply(method, path, 200, vault);
    }
    const before = this.posts.filter((post) => post.vault === name).length;
    const trouble = this.trouble(name, before);
    if (typeof trouble === "object") {
      this.posts.push({ vault: name, taken: false });
      if (trouble.status === 429) {
        this.#limiter.pause("s", "write", (trouble.retryAfterSeconds ?? 0) * 1000);
      }
      throw refused(method, path, trouble.status, trouble.code, trouble.retryAfterSeconds);
    }
    const isTaken = over === undefined && trouble !== "lost before";
    this.posts.push({ vault: name, taken: isTaken });
    if (isTaken) {
      this.purges.set(name, now + this.options.purgeTakes);
    }
    if (trouble !== undefined) {
      throw new ArmError({ kind: "noAnswer", method, path, message: "socket hang up" });
    }
    if (!isTaken) {
      throw refused(method, path, 409, "ConflictError");
    }
    const location = `https://management.azure.com/subscriptions/s/operations/${name}`;
    return reply(method, path, 202, undefined, { location, "retry-after": "15" });
  }
}

function reply(
  method: ArmRequest["method"],
  path: string,
  status: number,
  body: JsonValue | undefined,
  headers: Readonly<Record<string, string>> = {},
): ArmResponse {
  const asked = headers["retry-after"];
  return {
    status,
    headers,
    body,
    correlationId: "c-1",
    retryAfterSeconds: asked === undefined ? undefined : Number(asked),
    request: { method, path },
  };
}

function refused(
  method: ArmRequest["method"],
  path: string,
  status: number,
  code: string,
  retryAfterSeconds?: number,
): ArmError {
  return new ArmError({
    kind: "refused",
    method,
    path,
    status,
    code,
    message: code,
    correlationId: "c-1",
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** What one window carries out with, over a disk and an Azure that outlive it. */
export interface BulkWindow {
  readonly runner: Runner;
  readonly batches: BatchRunner;
  readonly operations: MemoryOperations;
}

/** Opens a window. */
export function windowOver(disk: Disk, arm: VaultModel, clock: Clock): BulkWindow {
  const operations = new MemoryOperations(disk);
  const connect = async (): Promise<ArmClient> => arm;
  const runner = new Runner({
    store: operations,
    connect,
    explain: (_, { message }) => message,
    clock,
    logger: silent,
  });
  const store = new MemoryBatches(disk);
  const batches = new BatchRunner({ runner, store, operations, clock, logger: silent, connect });
  return { runner, batches, operations };
}
