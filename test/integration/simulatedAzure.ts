import type { Fault } from "../simulator/fault";
import { changesAzure, type RecordedRequest } from "../simulator/recordedRequest";
import { fromEnvironment } from "./environment";
import { httpsRequest } from "./https";

interface DeletedItem {
  readonly name: string;
  readonly deletedAt: string;
  readonly beingPurged: boolean;
}

/** A subscription as the simulator knows it. */
export interface SubscriptionTruth {
  readonly id: string;
  readonly name: string;
  readonly resourceGroups: readonly string[];
  readonly accounts: readonly string[];
  readonly vaults: readonly string[];
  readonly deletedAccounts: readonly DeletedItem[];
  readonly deletedVaults: readonly DeletedItem[];
}

/** The simulator, through the control endpoint it has for other processes. */
export class SimulatedAzure {
  readonly url = new URL(fromEnvironment("SIMULATOR_URL"));
  readonly #token = fromEnvironment("SIMULATOR_CONTROL_TOKEN");

  /** Everything asked of resource manager and sign-in endpoint since the last reset. */
  async requests(): Promise<readonly RecordedRequest[]> {
    return (await this.#control("GET", "requests")) as readonly RecordedRequest[];
  }

  /** What would have changed something in Azure, with the tests' own changes left out. */
  async changes(): Promise<readonly RecordedRequest[]> {
    const requests = await this.requests();
    return requests.filter((request) => changesAzure(request) && !request.url.includes(OURS));
  }

  /** A subscription as it is, whatever the extension shows. */
  async subscription(name: string): Promise<SubscriptionTruth> {
    const { subscriptions } = (await this.#control("GET", "state")) as {
      readonly subscriptions: readonly SubscriptionTruth[];
    };
    const found = subscriptions.find((known) => known.name === name);
    if (found === undefined) {
      throw new Error(`The scenario has no subscription "${name}".`);
    }
    return found;
  }

  /** Begins anew, with a scenario's own standing faults. */
  async reset(scenario: string): Promise<void> {
    await this.#control("POST", "reset", { scenario });
  }

  async addFault(fault: Fault): Promise<void> {
    await this.#control("POST", "faults", fault);
  }

  async clearFaults(): Promise<void> {
    await this.#control("DELETE", "faults");
  }

  async #control(method: string, path: string, body?: object): Promise<unknown> {
    const headers = { "x-simulator-control": this.#token };
    const url = new URL(`/_simulator/${path}`, this.url);
    const answer = await httpsRequest(url, { method, headers, ...(body && { body }) });
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    }
    return answer.body;
  }
}

/** Marks a request of the tests' own in its query. */
export const OURS = "from-the-tests=yes";
