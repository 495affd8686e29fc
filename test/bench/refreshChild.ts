import type { AccessToken } from "@azure/core-auth";
import { connectToArm } from "../../src/azure/armClient";
import { Inventory } from "../../src/recovery/inventory";
import { services } from "../../src/services/index";
import { manySubscriptions } from "../simulator/scenarios/forTests";
import type { RefreshResult } from "./refresh";

const [url = "", loginUrl = "", count = "1"] = process.argv.slice(2);
const scenario = manySubscriptions(Number(count));

async function token(): Promise<string> {
  const tenant = scenario.tenants[0]?.id ?? "";
  const response = await fetch(`${loginUrl}${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      username: scenario.people[0]?.username ?? "",
      scope: `${url}/.default`,
    }),
  });
  const { access_token: found } = (await response.json()) as { access_token: string };
  return found;
}

const PAINT_INTERVAL_MS = 60;
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const quiet = (): void => undefined;
const bearer = await token();
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

const cpu = process.cpuUsage();
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
await inventory.refresh();
clearTimeout(looking);
const result: RefreshResult = {
  milliseconds: performance.now() - started,
  cpuMilliseconds: cpuSince(cpu),
  firstItemMilliseconds: firstItem ?? Number.NaN,
  items: inventory.items.length,
  failures: inventory.snapshot.subscriptions.flatMap(({ branches }) =>
    branches.filter(({ failure }) => failure !== undefined),
  ).length,
};
console.log(JSON.stringify(result));
