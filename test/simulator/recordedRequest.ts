/** One request as the simulator saw it; 0 for a status that was never sent. */
export interface RecordedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** Path and query, as they came over the wire. */
  readonly url: string;
  readonly path: string;
  readonly apiVersion: string;
  readonly status: number;
  /** The host the client meant to talk to. */
  readonly host: string;
  /** Whose token came along; absent when there was no good one. */
  readonly accountId?: string;
  readonly hasAuthorization: boolean;
  readonly body?: string;
}

/**
 * Whether a request was meant to change something in Azure: not those that sign in, nor the
 * questions that Azure takes as a POST.
 */
export function changesAzure({ method, path }: RecordedRequest): boolean {
  return (
    !["GET", "HEAD"].includes(method) &&
    !path.startsWith("/login/") &&
    !/\/(Microsoft\.ResourceGraph\/resources|check\w*Availability)$/i.test(path)
  );
}
