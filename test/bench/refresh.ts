import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mostReads } from "../../src/azure/rateLimit";
import type { RecordedRequest } from "../simulator/recordedRequest";
import { manySubscriptions } from "../simulator/scenarios/forTests";
import { startSimulator, type Simulator } from "../simulator/simulator";
import { inChild } from "./inChild";
import type { Spent } from "./measuredRequests";
import { bucketMilliseconds, longestChain } from "./lowerBound";
import { limited, measured, type Row } from "./table";

export const SUBSCRIPTIONS = 100;
export const LATENCY_MS = 50;
/** What rows about such a refresh begin with. */
export const refreshName = `refresh of ${SUBSCRIPTIONS} subscriptions, ${LATENCY_MS} ms a request`;

const MOST_TIMES_THE_BOUND = 1.25;
const MOST_ROUND_TRIPS = 4;

/** What the child process prints. */
export interface RefreshResult extends Spent {
  readonly firstItemMilliseconds: number;
  readonly items: number;
  readonly failures: number;
}

/** A request as it is sent again without the product. */
export type BareRequest = Pick<RecordedRequest, "method" | "url" | "body">;

/**
 * A full refresh by the product's own inventory, in a process of its own as in VS Code, against
 * the simulator with a delay before each answer; and what the same requests take without the product.
 */
export async function refreshRows(): Promise<readonly Row[]> {
  const simulator = await startSimulator({
    timeScale: 0,
    scenario: manySubscriptions(SUBSCRIPTIONS),
  });
  try {
    simulator.setLatency(LATENCY_MS);
    const cpu = process.cpuUsage();
    const result = await ask<RefreshResult>(simulator, "refreshChild.ts");
    const asked = simulator.requests.filter(({ path }) => !path.startsWith("/login/"));
    const { user, system } = process.cpuUsage(cpu);
    const answering = (user + system) / 1000;
    const bare = await askBare(simulator, asked);
    const chain = longestChain(asked) * LATENCY_MS;
    const bucket = bucketMilliseconds(asked);
    const bound = Math.max(chain, bucket);
    const graph = asked.filter(({ path }) => path.includes("Microsoft.ResourceGraph"));
    const registrations = asked.filter(({ path }) => path.endsWith("/providers"));
    return [
      measured(`${refreshName}: wall time`, result.milliseconds, "ms"),
      measured(`${refreshName}: longest chain of requests that need each other`, chain, "ms"),
      measured(`${refreshName}: longest wait for ARM's buckets`, bucket, "ms"),
      measured(`${refreshName}: CPU of the simulator, one thread`, answering, "ms"),
      measured(`${refreshName}: CPU of the product, one thread`, result.cpuMilliseconds, "ms"),
      measured(
        `${refreshName}: times the CPU of the product`,
        result.milliseconds / result.cpuMilliseconds,
        "x",
      ),
      measured(
        `${refreshName}: the same requests through node:https alone`,
        bare.milliseconds,
        "ms",
      ),
      measured(`${refreshName}: CPU of node:https alone`, bare.cpuMilliseconds, "ms"),
      measured(
        `${refreshName}: times node:https alone`,
        result.milliseconds / bare.milliseconds,
        "x",
      ),
      measured(
        `${refreshName}: times the CPU of node:https alone`,
        result.cpuMilliseconds / bare.cpuMilliseconds,
        "x",
      ),
      measured(
        `${refreshName}: times the longer of chain and buckets, node:https alone`,
        bare.milliseconds / bound,
        "x",
      ),
      limited(
        `${refreshName}: times the longer of chain and buckets`,
        result.milliseconds / bound,
        "x",
        MOST_TIMES_THE_BOUND,
      ),
      limited(
        `${refreshName}: first item in the view`,
        result.firstItemMilliseconds,
        "ms",
        MOST_ROUND_TRIPS * LATENCY_MS,
      ),
      measured(`${refreshName}: requests`, asked.length, ""),
      measured(`${refreshName}: of them Resource Graph`, graph.length, ""),
      measured(`${refreshName}: of them registrations`, registrations.length, ""),
      measured(`${refreshName}: requests a subscription`, asked.length / SUBSCRIPTIONS, ""),
      measured(`${refreshName}: deleted resources found`, result.items, ""),
      measured(`${refreshName}: branches that failed`, result.failures, ""),
    ];
  } finally {
    await simulator.close();
  }
}

function ask<Result>(
  { url, loginUrl, caFile }: Simulator,
  program: string,
  ...args: readonly string[]
): Promise<Result> {
  return inChild<Result>(program, [url, loginUrl, String(SUBSCRIPTIONS), ...args], {
    env: { NODE_EXTRA_CA_CERTS: caFile },
  });
}

/** The same requests, as many at once, without order and with nothing made of their answers. */
async function askBare(simulator: Simulator, asked: readonly RecordedRequest[]): Promise<Spent> {
  const folder = await mkdtemp(join(tmpdir(), "bare-requests-"));
  try {
    const file = join(folder, "requests.json");
    const requests: readonly BareRequest[] = asked.map(({ method, url, body }) => ({
      method,
      url,
      ...(body === undefined ? {} : { body }),
    }));
    await writeFile(file, JSON.stringify(requests));
    return await ask<Spent>(simulator, "bareRequestsChild.ts", file, String(mostReads));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
