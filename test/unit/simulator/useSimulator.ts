import { afterAll, beforeAll, beforeEach } from "vitest";
import { contosoFriday } from "../../simulator/scenarios/contosoFriday";
import { startSimulator, type Simulator, type SimulatorOptions } from "../../simulator/simulator";
import { ArmClient } from "./client";

/** A simulated Azure, and a client of Dana's. */
export interface UsedSimulator {
  readonly simulator: Simulator;
  readonly dana: ArmClient;
  /** Gets Dana a new token, as where an hour of the simulator's time has passed. */
  signInAgain(): Promise<void>;
}

/**
 * Starts one simulator for the tests of a group and begins anew before each: a certificate and a
 * server for every test would take longer than the tests. What the service takes its time for
 * takes none, unless a scale is given.
 */
export function useSimulator(options: SimulatorOptions = {}): UsedSimulator {
  const scenario = options.scenario ?? contosoFriday;
  let started: { readonly simulator: Simulator; readonly first: ArmClient } | undefined;
  let again: ArmClient | undefined;
  const used = (): { readonly simulator: Simulator; readonly first: ArmClient } => {
    if (started === undefined) {
      throw new Error("The simulator is there while tests run.");
    }
    return started;
  };
  beforeAll(async () => {
    const simulator = await startSimulator({ timeScale: 0, ...options, scenario });
    started = { simulator, first: await ArmClient.signIn(simulator) };
  });
  beforeEach(() => {
    again = undefined;
    used().simulator.reset(scenario);
  });
  afterAll(() => started?.simulator.close());
  return {
    get simulator() {
      return used().simulator;
    },
    get dana() {
      return again ?? used().first;
    },
    signInAgain: async () => {
      again = await ArmClient.signIn(used().simulator);
    },
  };
}
