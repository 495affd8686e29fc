import { Environment } from "@azure/ms-rest-azure-env";
import type { AccessToken, TokenCredential } from "@azure/core-auth";
import type { AccountProblem, Subscription } from "../../src/account/account";
import { armConnector } from "../../src/account/armConnector";
import { toCloud, type CloudDetails } from "../../src/account/cloud";
import { Connections } from "../../src/account/connections";
import { IdentityAccount } from "../../src/account/identityAccount";
import type { ArmClient } from "../../src/azure/armClient";
import { systemClock } from "../../src/base/clock";
import { Inventory } from "../../src/inventory/inventory";
import { isAllRead, type InventoryItem } from "../../src/inventory/inventorySnapshot";
import type { Operation } from "../../src/operations/operation";
import { OperationStore } from "../../src/operations/operationStore";
import { Planner } from "../../src/planning/planner";
import { Runner } from "../../src/operations/runner";
import { explain } from "../unit/services/explain";
import { services } from "../../src/services/index";
import { azureChina, azureGovernment, customCloud } from "../simulator/clouds";
import type { SimulatedCloud } from "../simulator/clouds";
import type { Simulator } from "../simulator/simulator";
import { silent } from "../unit/operations/harness";
import { requestToken } from "../unit/simulator/client";
import { HurriedClock } from "./connecting";
import type { Plan } from "../../src/services/plan";

/** A cloud as it is, and as VS Code's settings have it. */
export interface KnownCloud {
  readonly simulated: SimulatedCloud;
  readonly configured: CloudDetails;
}

const stack = customCloud("https://management.local.contoso.test", "https://login.contoso.test/");

/** By what people call them. azureauth takes the first two from the same package. */
export const clouds: Readonly<Record<string, KnownCloud>> = {
  "Azure operated by 21Vianet": {
    simulated: azureChina,
    configured: toCloud({ ...Environment.ChinaCloud, isCustomCloud: false }),
  },
  "Azure Government": {
    simulated: azureGovernment,
    configured: toCloud({ ...Environment.USGovernment, isCustomCloud: false }),
  },
  "a custom cloud": {
    simulated: stack,
    configured: toCloud({
      name: "Contoso",
      portalUrl: "https://portal.contoso.test/",
      resourceManagerEndpointUrl: `${stack.armUrl}/`,
      managementEndpointUrl: stack.armUrl,
      activeDirectoryEndpointUrl: stack.loginUrl,
      isCustomCloud: true,
    }),
  },
};

/** Dana's sign-in by a command line, which gets tokens for whatever scope it is asked with. */
class CommandLine implements TokenCredential {
  readonly scopes = new Set<string>();

  constructor(private readonly simulator: Simulator) {}

  async getToken(
    scopes: string | string[],
    { tenantId }: { readonly tenantId?: string } = {},
  ): Promise<AccessToken> {
    const scope = [scopes].flat().join(" ");
    this.scopes.add(scope);
    const answer = await requestToken(this.simulator, {
      scope,
      ...(tenantId === undefined ? {} : { tenantId }),
    });
    const { access_token: token } = JSON.parse(answer.text) as { access_token: string };
    return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
  }
}

/** The product's own account, connections, inventory, planner and runner in a cloud. */
export class CloudWorld {
  readonly commandLine: CommandLine;
  readonly problems: AccountProblem[] = [];
  readonly inventory: Inventory;
  readonly #connections: Connections;
  readonly #account: IdentityAccount;

  constructor(
    simulator: Simulator,
    readonly cloud: CloudDetails,
    private readonly folder: string,
  ) {
    this.commandLine = new CommandLine(simulator);
    const connect = armConnector(silent, "azure-deleted-resources/test");
    this.#account = new IdentityAccount({
      kind: "azureCli",
      cloud: () => cloud,
      onDidChangeCloud: () => ({ dispose: () => undefined }),
      createCredential: async () => this.commandLine,
      connect,
      tell: () => undefined,
      logger: silent,
    });
    this.#connections = new Connections(this.#account, connect);
    this.inventory = new Inventory({
      services: () => services,
      readSubscriptions: (report, signal) =>
        this.#account.readSubscriptions((part) => {
          this.problems.push(...part.problems);
          report(part);
        }, signal),
      connect: (subscription) => this.#connect(subscription),
      endpoint: async () => cloud.armEndpoint,
      logger: silent,
    });
  }

  /** How the reading of each service ended, and what it found: "read kv-platform". */
  get branches(): ReadonlyMap<string, string> {
    const [subscription] = this.inventory.snapshot.subscriptions;
    return new Map(
      subscription?.branches.map(({ service, state, resources, failure }) => [
        service.id,
        failure === undefined
          ? [state, ...resources.map(({ name }) => name)].join(" ")
          : explain(service.id, failure),
      ]),
    );
  }

  item(name: string): InventoryItem {
    const found = this.inventory.items.find(({ resource }) => resource.name === name);
    if (found === undefined) {
      throw new Error(`There is no ${name} among the deleted resources.`);
    }
    return found;
  }

  get planner(): Planner {
    return new Planner({
      connect: (subscription) => this.#connect(subscription),
      endpoint: async () => this.cloud.armEndpoint,
      service: ({ serviceId }) => {
        const found = services.find(({ id }) => id === serviceId);
        if (found === undefined) {
          throw new Error(`There is no service "${serviceId}".`);
        }
        return found;
      },
      items: () => this.inventory.items,
      subscriptions: () => this.inventory.snapshot.subscriptions.map((one) => one.subscription),
      isAllRead: (resourceType, subscriptionId) =>
        isAllRead(this.inventory.snapshot, services, resourceType, subscriptionId),
      clock: systemClock,
    });
  }

  /** Carries a plan out, and says how it ended. */
  async run(plan: Plan): Promise<Operation> {
    const runner = new Runner({
      store: new OperationStore(this.folder, silent),
      connect: (via) => this.#connections.connectTo(via),
      explain,
      clock: new HurriedClock(),
      logger: silent,
    });
    try {
      return await runner.start(plan);
    } finally {
      runner.dispose();
    }
  }

  async #connect(subscription: Subscription): Promise<ArmClient> {
    return this.#connections.connect(subscription, { mayPrompt: false });
  }
}
