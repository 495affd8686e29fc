import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { startSimulator, type Simulator, type SimulatorOptions } from "../simulator/simulator";
import { fixtureProgramsFolder } from "./layout";

/** A simulated Azure and the environment that makes an extension host trust and find it. */
export interface Simulation {
  readonly simulator: Simulator;
  /** The person of the scenario's story, as the sign-in shows them. */
  readonly username: string;
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * Node reads one file of extra certificates; one that the machine already has (a company's proxy)
 * must stay in force beside the simulator's.
 */
async function joinCertificates(caFile: string, target: string): Promise<string> {
  const existing = process.env["NODE_EXTRA_CA_CERTS"];
  const files = existing === undefined || existing === "" ? [caFile] : [caFile, existing];
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  await writeFile(target, texts.join("\n"));
  return target;
}

/** Starts the simulated Azure for a window, with the Azure CLI's stand-in first on PATH. */
export async function startSimulation(options: SimulatorOptions = {}): Promise<Simulation> {
  const simulator = await startSimulator(options);
  const folder = await mkdtemp(join(tmpdir(), "vscode-host-simulation-"));
  const username = simulator.state.scenario.people[0]?.username ?? "";
  const env: NodeJS.ProcessEnv = {
    NODE_EXTRA_CA_CERTS: await joinCertificates(simulator.caFile, join(folder, "ca.pem")),
    PATH: [fixtureProgramsFolder, process.env["PATH"] ?? ""].join(delimiter),
    DEMO_LOGIN_URL: simulator.localLoginUrl,
    DEMO_USERNAME: username,
    SIMULATOR_URL: simulator.url,
    SIMULATOR_CA_FILE: simulator.caFile,
    SIMULATOR_CONTROL_TOKEN: simulator.controlToken,
  };
  return {
    simulator,
    username,
    env,
    close: async () => {
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
