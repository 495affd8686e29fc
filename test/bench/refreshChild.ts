import type { AccessToken } from "@azure/core-auth";
import { connectToArm } from "../../src/azure/armClient";
import { Inventory } from "../../src/inventory/inventory";
import { services } from "../../src/services/index";
import { signedIn, spentOn } from "./measuredRequests";
import type { RefreshResult } from "./refresh";

const PAINT_INTERVAL_MS = 60;

const quiet = (): void => undefined;
const { url, scenario, bearer } = await signedIn(process.argv.slice(2));
const arm = connectToArm({
  endpoint: url,
  scope: `${url}/.default`,
  credential: {
    getToken: async (): Promise<AccessToken> => ({
      token: bearer,
      expiresOnTimestamp: Date.now() + 3_600_000,
    }),
  },
  logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
});

const inventory = new Inventory({
  services: () => services.filter(({ availability }) => availability.offByDefault !== true),
  readSubscriptions: async (report) => {
    const subscriptions = scenario.subscriptions.map(({ id, name, tenantId }) => ({
      subscriptionId: id,
      name,
      tenantId,
      homeTenantId: tenantId,
      accountId: "dana",
      accountLabel: "Dana",
    }));
    report({ subscriptions, problems: [] });
  },
  connect: async () => arm,
  endpoint: async () => url,
  logger: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
});

const started = performance.now();
let firstItem: number | undefined;
let looking: NodeJS.Timeout | undefined;
// As often as the view paints while it fills.
inventory.onDidChange(() => {
  looking ??= setTimeout(() => {
    looking = undefined;
    if (firstItem === undefined && inventory.items.length > 0) {
      firstItem = performance.now() - started;
    }
  }, PAINT_INTERVAL_MS);
});
const spent = await spentOn(() => inventory.refresh());
clearTimeout(looking);
const result: RefreshResult = {
  ...spent,
  firstItemMilliseconds: firstItem ?? Number.NaN,
  items: inventory.items.length,
  failures: inventory.snapshot.subscriptions.flatMap(({ branches }) =>
    branches.filter(({ failure }) => failure !== undefined),
  ).length,
};
console.log(JSON.stringify(result));
