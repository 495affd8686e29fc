import { memoize } from "../base/memoize";
import * as l10n from "@vscode/l10n";
import type { ArmClient } from "../azure/armClient";
import { systemClock } from "../base/clock";
import { RateLimiter } from "../azure/rateLimit";
import type { Account, CredentialOptions, Principal } from "./account";
import type { ArmConnector } from "./armConnector";

/**
 * ARM connections, created on first use: two per account and tenant, one that may prompt and one
 * that may not. Both share rate-limit buckets, as they do in Azure.
 */
export class Connections {
  readonly #clients = new Map<string, Promise<ArmClient>>();
  readonly #limiters = new Map<string, RateLimiter>();

  constructor(
    private readonly account: Pick<Account, "cloud" | "credential">,
    private readonly connectToArm: ArmConnector,
  ) {}

  /** @throws when the configured cloud cannot be used. */
  async connect(principal: Principal, options: CredentialOptions): Promise<ArmClient> {
    const { armEndpoint, scope } = await this.account.cloud();
    const buckets = [armEndpoint, principal.accountId, principal.tenantId].join("|");
    const key = [buckets, options.mayPrompt].join("|");
    const known = this.#clients.get(key);
    if (known !== undefined) {
      return known;
    }
    const credential = this.account.credential(principal, options);
    const limiter = this.#limiter(buckets);
    const client = this.connectToArm({ endpoint: armEndpoint, scope, credential, limiter });
    this.#clients.set(key, client);
    client.catch(() => {
      if (this.#clients.get(key) === client) {
        this.#clients.delete(key);
      }
    });
    return client;
  }

  /**
   * For an existing plan; may prompt.
   * @throws when the plan was made for another cloud than the one configured now.
   */
  async connectTo(via: Principal & { readonly endpoint: string }): Promise<ArmClient> {
    const { armEndpoint } = await this.account.cloud();
    if (armEndpoint !== via.endpoint) {
      throw new Error(
        l10n.t(
          "This operation was started in a different Azure cloud, so nothing was sent. Change the cloud setting back to continue.",
        ),
      );
    }
    return this.connect(via, { mayPrompt: true });
  }

  /**
   * Drops every connection after a change of sign-in. Rate-limit buckets stay, because Azure keeps
   * counting.
   */
  clear(): void {
    this.#clients.clear();
  }

  #limiter(key: string): RateLimiter {
    return memoize(this.#limiters, key, () => new RateLimiter(systemClock));
  }
}
