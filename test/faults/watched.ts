import type { ArmClient } from "../../src/azure/armClient";
import { pathAndQuery, type ArmRequest } from "../../src/azure/armRequest";
import type { JsonValue } from "../../src/base/json";
import type { ArmResponse } from "../../src/azure/armResponse";

/** Told of each request before it leaves, which waits for it. */
export type Before = (method: string, pathAndQuery: string) => Promise<void>;

/** The product's own connection, and somebody who sees when a moment has come. */
export class WatchedClient implements ArmClient {
  constructor(
    private readonly arm: ArmClient,
    private readonly before: Before,
  ) {}

  async send(request: ArmRequest, signal?: AbortSignal): Promise<ArmResponse> {
    await this.before(request.method, pathAndQuery(request));
    return this.arm.send(request, signal);
  }

  async follow(url: string, signal?: AbortSignal): Promise<ArmResponse> {
    const { pathname, search } = new URL(url, "https://localhost");
    await this.before("GET", pathname + search);
    return this.arm.follow(url, signal);
  }

  async list(
    request: ArmRequest,
    onPage: (items: readonly JsonValue[]) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.before(request.method, pathAndQuery(request));
    await this.arm.list(
      request,
      (items) => {
        // The next page is asked for at once; what is told here has begun by then.
        void this.before("GET", `${pathAndQuery(request)}&$skiptoken=`);
        onPage(items);
      },
      signal,
    );
  }

  async resourceGroupExists(
    subscriptionId: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<boolean> {
    await this.before("HEAD", `/subscriptions/${subscriptionId}/resourcegroups/${name}?`);
    return this.arm.resourceGroupExists(subscriptionId, name, signal);
  }
}
