import { fileURLToPath } from "node:url";
import { HostError, runCommand, tail } from "../host/commands";
import { repositoryRoot } from "../host/layout";
import { manySubscriptions } from "../simulator/scenarios/forTests";
import { startSimulator } from "../simulator/simulator";
import { bucketMilliseconds, longestChain } from "./lowerBound";
import { limited, measured, type Row } from "./table";

const SUBSCRIPTIONS = 100;
const LATENCY_MS = 50;
const MOST_TIMES_THE_BOUND = 1.25;
const MOST_ROUND_TRIPS = 4;

/** What the child process prints. */
export interface RefreshResult {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly firstItemMilliseconds: number;
  readonly items: number;
  readonly failures: number;
}

/**
 * A full refresh by the product's own inventory, in a process of its own as in VS Code, against
 * the simulator with a delay before each answer.
 */
export async function refreshRows(): Promise<readonly Row[]> {
  const simulator = await startSimulator({
    timeScale: 0,
    scenario: manySubscriptions(SUBSCRIPTIONS),
  });
  try {
    simulator.setLatency(LATENCY_MS);
    const cpu = process.cpuUsage();
    const child = fileURLToPath(new URL("refreshChild.ts", import.meta.url));
    const { code, output } = await runCommand(
      process.execPath,
      ["--import", "tsx", child, simulator.url, simulator.loginUrl, String(SUBSCRIPTIONS)],
      { cwd: repositoryRoot, env: { ...process.env, NODE_EXTRA_CA_CERTS: simulator.caFile } },
    );
    if (code !== 0) {
      throw new HostError(`The refresh failed:\n${tail(output)}`);
    }
    const result = JSON.parse(output.trim().split("\n").at(-1) ?? "") as RefreshResult;
    const asked = simulator.requests.filter(({ path }) => !path.startsWith("/login/"));
    const { user, system } = process.cpuUsage(cpu);
    const answering = (user + system) / 1000;
    const chain = longestChain(asked) * LATENCY_MS;
    const bucket = bucketMilliseconds(asked);
    const bound = Math.max(chain, bucket);
    const graph = asked.filter(({ path }) => path.includes("Microsoft.ResourceGraph"));
    const registrations = asked.filter(({ path }) => path.endsWith("/providers"));
    const name = `refresh of ${SUBSCRIPTIONS} subscriptions, ${LATENCY_MS} ms a request`;
    return [
      measured(`${name}: wall time`, result.milliseconds, "ms"),
      measured(`${name}: longest chain of requests that need each other`, chain, "ms"),
      measured(`${name}: longest wait for ARM's buckets`, bucket, "ms"),
      measured(`${name}: CPU of the simulator, one thread`, answering, "ms"),
      measured(`${name}: CPU of the product, one thread`, result.cpuMilliseconds, "ms"),
      measured(
        `${name}: times the CPU of the product`,
        result.milliseconds / result.cpuMilliseconds,
        "x",
      ),
      limited(
        `${name}: times the longer of chain and buckets`,
        result.milliseconds / bound,
        "x",
        MOST_TIMES_THE_BOUND,
      ),
      limited(
        `${name}: first item in the view`,
        result.firstItemMilliseconds,
        "ms",
        MOST_ROUND_TRIPS * LATENCY_MS,
      ),
      measured(`${name}: requests`, asked.length, ""),
      measured(`${name}: of them Resource Graph`, graph.length, ""),
      measured(`${name}: of them registrations`, registrations.length, ""),
      measured(`${name}: requests a subscription`, asked.length / SUBSCRIPTIONS, ""),
      measured(`${name}: deleted resources found`, result.items, ""),
      measured(`${name}: branches that failed`, result.failures, ""),
    ];
  } finally {
    await simulator.close();
  }
}
