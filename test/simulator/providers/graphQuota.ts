const queries = 15;
const window = 5000;

interface Used {
  readonly since: number;
  readonly count: number;
}

/**
 * How often each person may still ask Resource Graph.
 * Source: https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export class GraphQuota {
  private readonly used = new Map<string, Used>();

  /** Counts a query, and says what Resource Graph's headers say of it. */
  draw(
    principal: string,
    now: number,
  ): { readonly isAllowed: boolean; readonly headers: Readonly<Record<string, string>> } {
    const known = this.used.get(principal);
    const current = known === undefined || now - known.since >= window ? undefined : known;
    const { since, count } = { since: current?.since ?? now, count: (current?.count ?? 0) + 1 };
    this.used.set(principal, { since, count });
    const seconds = Math.ceil((since + window - now) / 1000);
    return {
      isAllowed: count <= queries,
      headers: {
        "x-ms-user-quota-remaining": String(Math.max(0, queries - count)),
        "x-ms-user-quota-resets-after": `00:00:${String(seconds).padStart(2, "0")}`,
      },
    };
  }
}
