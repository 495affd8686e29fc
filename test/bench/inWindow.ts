import { signIn } from "../host/signIn";
import { startSimulation } from "../host/simulation";
import { openWindow } from "../host/window";
import { openView, viewAction, waitForIdle } from "../host/workbench";
import { repositoryRoot } from "../host/layout";
import { manySubscriptions } from "../simulator/scenarios/forTests";
import type { Simulator } from "../simulator/simulator";
import { LATENCY_MS, refreshName, SUBSCRIPTIONS } from "./refresh";
import { measured, type Row } from "./table";

/** A slow refresh is a number to print, not a failure. */
const MOST_MS = 5 * 60_000;

/**
 * A refresh as a person has it: in VS Code, whose agent, proxies and certificates stand between the
 * product and Azure, and whose view is painted meanwhile. The build of the working copy is run.
 */
export async function inWindowRows(): Promise<readonly Row[]> {
  const simulation = await startSimulation({
    timeScale: 0,
    scenario: manySubscriptions(SUBSCRIPTIONS),
  });
  const { simulator, username, env } = simulation;
  try {
    simulator.setLatency(LATENCY_MS);
    const settings = { ...simulator.settings, "azureDeletedResources.notifyBeforePurge": false };
    const window = await openWindow({ extensionPath: repositoryRoot, settings, env });
    try {
      const { page } = window;
      await openView(page, "Azure Deleted Resources");
      await signIn(page, username);
      await waitForIdle(page, MOST_MS);
      const before = { connections: simulator.connections, requests: simulator.requests.length };
      await viewAction(page, "Deleted Resources", "Refresh");
      await waitForIdle(page, MOST_MS);
      return rowsSince(simulator, before);
    } finally {
      await window.close();
    }
  } finally {
    await simulation.close();
  }
}

function rowsSince(
  { requests, connections }: Simulator,
  before: { readonly connections: number; readonly requests: number },
): readonly Row[] {
  const asked = requests.slice(before.requests);
  const [first, last] = [asked.at(0), asked.at(-1)];
  if (first === undefined || last === undefined) {
    throw new Error("The window asked nothing of Azure.");
  }
  const name = `${refreshName}, in a VS Code window`;
  return [
    measured(`${name}: first to last request`, last.at - first.at, "ms"),
    measured(`${name}: requests`, asked.length, ""),
    measured(`${name}: connections made`, connections - before.connections, ""),
  ];
}
