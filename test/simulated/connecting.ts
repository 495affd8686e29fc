import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { afterAll, beforeAll, vi } from "vitest";
import type { Subscription } from "../../src/account/account";
import { connectToArm, type ArmClient } from "../../src/azure/armClient";
import type { Clock } from "../../src/base/clock";
import { Inventory } from "../../src/inventory/inventory";
import type { SoftDeleteService } from "../../src/services/service";
import type { Scenario } from "../simulator/scenario";
import type { Simulator } from "../simulator/simulator";
import { silent } from "../unit/operations/harness";
import { ArmClient as Person } from "../unit/simulator/client";

/** Waits a moment for every wait, however long, and lets time pass all the same. */
export class HurriedClock implements Clock {
  #passed = 0;

  now(): number {
    return Date.now() + this.#passed;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.#passed += milliseconds;
    await new Promise((resolve) => setTimeout(resolve, 2));
    signal?.throwIfAborted();
  }
}

/** Lets the product's own connections trust the simulators of the tests of a group. */
export function trustSimulators(): void {
  beforeAll(() => {
    // Node takes further authorities only when it starts.
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    vi.stubEnv("NODE_NO_WARNINGS", "1");
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });
}

/** The product's own connection to the simulator, as Dana in the subscription's tenant. */
export async function connectTo(simulator: Simulator, tenantId: string): Promise<ArmClient> {
  const { token } = await Person.signIn(simulator, { tenantId });
  const credential: TokenCredential = {
    getToken: async (): Promise<AccessToken> => ({
      token,
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  };
  const scope = `${simulator.url}/.default`;
  return connectToArm({ endpoint: simulator.url, scope, credential, logger: silent });
}

/** The scenario's subscriptions as the account would report them. */
export function subscriptionsOf(scenario: Scenario): readonly Subscription[] {
  return scenario.subscriptions.map(({ id, name, tenantId }) => ({
    subscriptionId: id,
    name,
    tenantId,
    homeTenantId: tenantId,
    accountId: "dana",
    accountLabel: "Dana",
  }));
}

/** The product's own inventory over it. */
export function inventoryOver(
  simulator: Simulator,
  subscriptions: readonly Subscription[],
  services: readonly SoftDeleteService[],
  arm: ArmClient,
): Inventory {
  return new Inventory({
    services: () => services,
    readSubscriptions: async (report) => {
      report({ subscriptions, problems: [] });
    },
    connect: async () => arm,
    endpoint: async () => simulator.url,
    logger: silent,
  });
}
