import { describe, expect, it } from "vitest";
import type { CredentialOptions, Principal } from "../../../src/account/account";
import type { ArmConnector } from "../../../src/account/armConnector";
import { Connections } from "../../../src/account/connections";
import { ScriptedArm } from "../operations/scriptedArm";
import { testCloud } from "./fakes";

const ann = { accountId: "ann", tenantId: "t1" };
const elsewhere = { accountId: "ann", tenantId: "t2" };
const silently = { mayPrompt: false };
const prompting = { mayPrompt: true };

function build() {
  const state = { cloud: testCloud, failing: false };
  const credentials: (Principal & CredentialOptions)[] = [];
  const connected: Parameters<ArmConnector>[0][] = [];
  const connections = new Connections(
    {
      cloud: () => Promise.resolve(state.cloud),
      credential: (principal, options) => {
        credentials.push({ ...principal, ...options });
        return { getToken: () => Promise.resolve(null) };
      },
    },
    (options) => {
      if (state.failing) {
        return Promise.reject(new Error("cannot load"));
      }
      connected.push(options);
      return Promise.resolve(new ScriptedArm(() => ({ status: 500 })));
    },
  );
  return { connections, state, credentials, connected };
}

describe("Connections", () => {
  it("connects once for each account and tenant, and apart for what may prompt", async () => {
    const { connections, credentials, connected } = build();
    const first = await connections.connect(ann, silently);
    expect(await connections.connect({ ...ann }, silently)).toBe(first);
    expect(await connections.connect(ann, prompting)).not.toBe(first);
    await connections.connect(elsewhere, silently);
    expect(credentials).toEqual([
      { ...ann, ...silently },
      { ...ann, ...prompting },
      { ...elsewhere, ...silently },
    ]);
    expect(connected).toHaveLength(3);
  });

  it("counts the requests of one principal together, also across a clear", async () => {
    const { connections, connected } = build();
    await Promise.all([connections.connect(ann, silently), connections.connect(ann, prompting)]);
    connections.clear();
    await connections.connect(ann, silently);
    await connections.connect(elsewhere, silently);
    const [limiter, ...others] = connected.map((options) => options.limiter);
    expect(limiter).toBeDefined();
    expect(others.map((other) => other === limiter)).toEqual([true, true, false]);
  });

  it("does not take one cloud's connection for another's", async () => {
    const { connections, state, connected } = build();
    await connections.connect(ann, silently);
    state.cloud = { ...testCloud, armEndpoint: "https://other.test" };
    await connections.connect(ann, silently);
    expect(connected.map(({ endpoint }) => endpoint)).toEqual([
      "https://arm.test",
      "https://other.test",
    ]);
  });

  it("carries on an earlier plan in its cloud only, and may prompt for it", async () => {
    const { connections, state, credentials } = build();
    const via = { ...ann, endpoint: testCloud.armEndpoint };
    await connections.connectTo(via);
    expect(credentials).toMatchObject([prompting]);
    state.cloud = { ...testCloud, armEndpoint: "https://other.test" };
    await expect(connections.connectTo(via)).rejects.toThrow(
      "This operation was started in a different Azure cloud, so nothing was sent. Change the cloud setting back to continue.",
    );
    expect(credentials).toHaveLength(1);
  });

  it("tries again after a failure", async () => {
    const { connections, state } = build();
    state.failing = true;
    await expect(connections.connect(ann, silently)).rejects.toThrow("cannot load");
    state.failing = false;
    await connections.connect(ann, silently);
  });
});
