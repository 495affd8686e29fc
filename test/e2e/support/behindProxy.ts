import { afterAll, beforeAll, beforeEach } from "vitest";

import { startConnectProxy, type ConnectProxy } from "../../host/connectProxy";
import type { Settings } from "../../host/settings";
import { view } from "../../host/workbench";
import { hostsOf, type SimulatedCloud } from "../../simulator/clouds";
import type { Scene } from "./scene";
import { RESOURCES } from "./tree";
import { startWithUserSettings } from "./userSettings";

/** The proxy between a window and its Azure. */
export interface BehindProxy {
  readonly proxy: () => ConnectProxy;
  /** Opens the window anew with these of VS Code's settings, and that of the proxy. */
  readonly startWith: (settings: Settings) => Promise<void>;
}

/**
 * Puts a proxy, which alone knows where the cloud's names lead, between the window and the Azure of
 * a scene, and before each test has it forget what it has counted and ask for no sign-in.
 *
 * @param settings those that the window is first opened with.
 */
export function useProxy(
  scene: () => Scene,
  cloud: SimulatedCloud,
  settings: Settings = {},
): BehindProxy {
  let started: ConnectProxy | undefined;
  const proxy = (): ConnectProxy => {
    if (started === undefined) {
      throw new Error("The proxy has not started.");
    }
    return started;
  };
  const startWith = async (changed: Settings): Promise<void> => {
    const { page, window } = scene();
    // No machine and no folder can say it: VS Code takes it from the person's own settings only.
    await startWithUserSettings(window, { "http.proxy": proxy().url, ...changed });
    // VS Code opens it again by itself, and a click at the same time would close it.
    await view(page, RESOURCES).waitFor();
  };
  beforeAll(async () => {
    const { simulator } = scene();
    const ports = hostsOf(cloud).map((host) => [host, simulator.port] as const);
    started = await startConnectProxy(Object.fromEntries(ports));
    simulator.clearFaults();
    await startWith(settings);
  });
  beforeEach(() => {
    proxy().demand();
    proxy().startAnew();
  });
  afterAll(() => started?.close());
  return { proxy, startWith };
}
