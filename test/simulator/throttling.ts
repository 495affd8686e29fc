/** The kinds of request Azure Resource Manager counts apart. */
export type OperationKind = "reads" | "writes" | "deletes";

/**
 * How deep each bucket is and how many requests flow back in a second, per subscription and
 * principal.
 * Source: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
const limits: Readonly<Record<OperationKind, { size: number; perSecond: number }>> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

export interface Draw {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Whole seconds until the bucket holds a token again; 0 when it does. */
  readonly retryAfterSeconds: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets, one for each subscription, principal and kind of operation. */
export class Buckets {
  private readonly buckets = new Map<string, Bucket>();

  /** @param timeScale real seconds for each second in which requests flow back. */
  constructor(private readonly timeScale = 1) {}

  /** Takes one request out of a bucket. */
  draw(subscriptionId: string, principal: string, kind: OperationKind, now: number): Draw {
    const { size, perSecond } = limits[kind];
    const key = `${subscriptionId}|${principal}|${kind}`.toLowerCase();
    const bucket = this.buckets.get(key) ?? { tokens: size, at: now };
    this.buckets.set(key, bucket);
    bucket.tokens = Math.min(size, bucket.tokens + this.back(now - bucket.at, perSecond));
    bucket.at = now;
    if (bucket.tokens < 1) {
      const seconds = ((1 - bucket.tokens) * this.milliseconds(perSecond)) / 1000;
      return { allowed: false, remaining: 0, retryAfterSeconds: Math.ceil(seconds) };
    }
    bucket.tokens -= 1;
    return { allowed: true, remaining: Math.floor(bucket.tokens), retryAfterSeconds: 0 };
  }

  /** How many requests have flowed back in so many milliseconds; all of them where time is nothing. */
  private back(milliseconds: number, perSecond: number): number {
    return this.timeScale === 0 ? Infinity : milliseconds / this.milliseconds(perSecond);
  }

  /** How long one request takes to flow back. */
  private milliseconds(perSecond: number): number {
    return (1000 * this.timeScale) / perSecond;
  }
}

/** The bucket a method draws from. */
export function operationKind(method: string): OperationKind {
  if (method === "GET" || method === "HEAD") {
    return "reads";
  }
  return method === "DELETE" ? "deletes" : "writes";
}
