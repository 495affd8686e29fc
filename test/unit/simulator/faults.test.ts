import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { FaultEffect } from "../../simulator/fault";
import { makeCertificate } from "../../simulator/certificate";
import { startSimulator } from "../../simulator/simulator";
import { ArmClient, errorOf, fetchFrom, json, names } from "./client";
import { useSimulator } from "./useSimulator";

const production = "/subscriptions/aaaaaaaa-0000-4000-8000-000000000001";
const vaults = `${production}/providers/Microsoft.KeyVault`;
const list = `${vaults}/deletedVaults?api-version=2026-02-01`;
const purge = `${vaults}/locations/swedencentral/deletedVaults/kv-support-prod/purge?api-version=2026-02-01`;

describe("faults", () => {
  const azure = useSimulator();

  it("answer with a status, for so many requests after so many", async () => {
    azure.simulator.addFault({
      match: { method: "GET", path: "/deletedVaults\\?" },
      afterRequests: 1,
      times: 1,
      effect: {
        kind: "status",
        status: 503,
        code: "ServerBusy",
        message: "Later.",
        headers: { "Retry-After": "7" },
      },
    });
    const answers = [
      await azure.dana.get(list),
      await azure.dana.get(list),
      await azure.dana.get(list),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 200]);
    expect(answers[1]?.headers["retry-after"]).toBe("7");
    expect(answers[1] && errorOf(answers[1])).toEqual({ code: "ServerBusy", message: "Later." });
  });

  it("cut the connection before the service saw the request, or after it did the work", async () => {
    azure.simulator.addFault({
      match: { method: "POST", path: "/purge" },
      times: 1,
      effect: { kind: "reset", when: "before" },
    });
    await expect(azure.dana.send("POST", purge)).rejects.toThrow();
    expect(names(await azure.dana.list(list))).toContain("kv-support-prod");

    azure.simulator.addFault({
      match: { method: "POST", path: "/purge" },
      effect: { kind: "reset", when: "after" },
    });
    await expect(azure.dana.send("POST", purge)).rejects.toThrow();
    expect(names(await azure.dana.list(list))).not.toContain("kv-support-prod");
    expect(azure.simulator.requests.filter(({ method }) => method === "POST").at(-1)).toMatchObject(
      {
        status: 0,
        hasAuthorization: true,
      },
    );
  });

  it("leave a request without an answer", async () => {
    azure.simulator.addFault({ match: { path: "/deletedVaults" }, effect: { kind: "hang" } });
    const outcome = await Promise.race([
      azure.dana.get(list).catch(() => "closed"),
      new Promise((resolve) => setTimeout(resolve, 100, "waiting")),
    ]);
    expect(outcome).toBe("waiting");
  });

  it("send bodies that are no JSON, or half of one", async () => {
    const effect: FaultEffect = { kind: "body", text: '{"value":[', contentType: "text/html" };
    azure.simulator.addFault({ match: { path: "/deletedVaults" }, times: 1, effect });
    const answer = await azure.dana.get(list);
    expect([answer.status, answer.text]).toEqual([200, '{"value":[']);
    expect(answer.headers["content-type"]).toBe("text/html");
    azure.simulator.addFault({
      match: { path: "/deletedVaults" },
      effect: { kind: "body", text: '{"value":[]}', truncated: true },
    });
    await expect(azure.dana.get(list)).rejects.toThrow();
  });

  it("change what the service answers, on the way", async () => {
    azure.simulator.addFault({
      match: { path: "/deletedVaults" },
      times: 1,
      effect: {
        kind: "changed",
        contentType: "text/plain",
        headers: { "x-added": "1" },
        members: { nextLink: "{url}" },
        padding: 1000,
      },
    });
    const answer = await azure.dana.get(list);
    expect(json(answer)["nextLink"]).toBe(new URL(list, azure.simulator.url).href);
    expect(json(answer)["value"]).toEqual(json(await azure.dana.get(list))["value"]);
    expect(answer.text.length).toBeGreaterThan(1000);
    expect([answer.headers["content-type"], answer.headers["x-added"]]).toEqual([
      "text/plain",
      "1",
    ]);
    azure.simulator.addFault({
      match: { path: "/deletedVaults" },
      effect: { kind: "changed", truncated: true },
    });
    await expect(azure.dana.get(list)).rejects.toThrow();
  });

  it("take the whole of it away, and back", async () => {
    // Its own: another certificate would stay for the tests that follow.
    const simulator = await startSimulator();
    const dana = await ArmClient.signIn(simulator);
    await simulator.leave();
    await expect(dana.get(list)).rejects.toThrow("ECONNREFUSED");
    await simulator.comeBack();
    expect((await dana.get(list)).status).toBe(200);
    const other = await makeCertificate();
    simulator.showCertificate({ certificate: other.certificate, key: other.key });
    await other.remove();
    await expect(dana.get(list)).rejects.toThrow("self-signed");
    await simulator.close();
  });

  it("withhold the headers of a long-running operation", async () => {
    azure.simulator.addFault({
      match: { method: "POST" },
      effect: { kind: "withoutHeaders", names: ["Location", "Retry-After"] },
    });
    const answer = await azure.dana.send("POST", purge);
    expect(answer.status).toBe(202);
    expect(answer.headers["location"]).toBeUndefined();
  });

  it("slow things down, beside the latency of everything", async () => {
    azure.simulator.setLatency(60);
    azure.simulator.addFault({ match: {}, effect: { kind: "latency", milliseconds: 60 } });
    const begun = Date.now();
    await azure.dana.get(list);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(115);
  });

  it("hold an answer back until they are removed, by name or all together", async () => {
    const effect: FaultEffect = { kind: "held" };
    for (const lift of ["remove", "clear"]) {
      const id = azure.simulator.addFault({ match: { path: "deletedVaults" }, effect });
      let status = 0;
      const held = azure.dana.get(list).then((answer) => {
        ({ status } = answer);
      });
      await azure.dana.get("/subscriptions?api-version=2022-12-01");
      await delay(30);
      expect(status).toBe(0);
      if (lift === "remove") {
        azure.simulator.removeFault(id);
      } else {
        azure.simulator.clearFaults();
      }
      await held;
      expect(status).toBe(200);
    }
  });

  it("stand in a scenario from its start, and again after a reset", async () => {
    const fabrikam = "22222222-2222-4222-8222-222222222222";
    const guest = await ArmClient.signIn(azure.simulator, { tenantId: fabrikam });
    const shared = "/subscriptions/bbbbbbbb-0000-4000-8000-000000000001/providers";
    for (const type of [
      "Microsoft.KeyVault/deletedVaults",
      "Microsoft.CognitiveServices/deletedAccounts",
    ]) {
      const answer = await guest.get(`${shared}/${type}?api-version=2025-06-01`);
      expect([answer.status, errorOf(answer).code]).toEqual([500, "InternalServerError"]);
    }
    azure.simulator.clearFaults();
    const mended = await guest.get(
      `${shared}/Microsoft.KeyVault/deletedVaults?api-version=2026-02-01`,
    );
    expect(mended.status).toBe(200);
    await azure.dana.send("POST", purge);
    azure.simulator.reset();
    expect(azure.simulator.requests).toEqual([]);
    expect(names(await azure.dana.list(list))).toContain("kv-support-prod");
    const broken = await guest.get(
      `${shared}/Microsoft.KeyVault/deletedVaults?api-version=2026-02-01`,
    );
    expect(broken.status).toBe(500);
  });
});

describe("the control endpoint", () => {
  const azure = useSimulator({ controlToken: "secret" });

  function control(method: string, path: string, body?: unknown) {
    return fetchFrom(azure.simulator, `/_simulator/${path}`, {
      method,
      headers: { "x-simulator-control": "secret" },
      ...(body === undefined ? {} : { body }),
    });
  }

  it("is for who knows the token", async () => {
    expect((await fetchFrom(azure.simulator, "/_simulator/requests")).status).toBe(403);
  });

  it("tells the requests and the state", async () => {
    const dana = await ArmClient.signIn(azure.simulator);
    await dana.get(list);
    const requests = JSON.parse((await control("GET", "requests")).text) as unknown[];
    expect(requests.at(-1)).toMatchObject({
      method: "GET",
      url: list,
      apiVersion: "2026-02-01",
      status: 200,
      host: new URL(azure.simulator.url).host,
      accountId: "da0ada0a-0000-4000-8000-00000000da0a",
      hasAuthorization: true,
    });
    expect(requests[0]).toMatchObject({ host: new URL(azure.simulator.loginUrl).host });
    expect((await control("GET", "state")).text).toContain("kv-support-prod");
  });

  it("adds and clears faults, sets the latency, and begins anew", async () => {
    const dana = await ArmClient.signIn(azure.simulator);
    const fault = { match: { path: "deletedVaults" }, effect: { kind: "status", status: 418 } };
    expect((await control("POST", "faults", fault)).status).toBe(201);
    expect((await dana.get(list)).status).toBe(418);
    expect((await control("DELETE", "faults")).status).toBe(204);
    expect((await dana.get(list)).status).toBe(200);
    const added = JSON.parse((await control("POST", "faults", fault)).text) as { id: string };
    expect((await control("DELETE", `faults/${added.id}`)).status).toBe(204);
    expect((await dana.get(list)).status).toBe(200);
    const noPattern = { ...fault, match: { path: "(" } };
    expect((await control("POST", "faults", noPattern)).status).toBe(400);
    expect((await control("POST", "latency", { ms: 1 })).status).toBe(204);
    expect((await control("POST", "reset", { scenario: "nothingDeleted" })).status).toBe(204);
    expect((await dana.get(list)).status).toBe(404);
    expect((await control("POST", "reset", { scenario: "none" })).status).toBe(400);
    expect((await control("POST", "faults", { effect: { kind: "none" } })).status).toBe(400);
  });
});

describe("the simulator", () => {
  it("keeps its key to itself and takes its files along when it closes", async () => {
    const simulator = await startSimulator();
    const folder = dirname(simulator.caFile);
    expect(statSync(join(folder, "key.pem")).mode & 0o777).toBe(0o600);
    const environment = simulator.settings["microsoft-sovereign-cloud.customEnvironment"];
    expect(environment).toMatchObject({
      resourceManagerEndpointUrl: simulator.url,
      activeDirectoryEndpointUrl: simulator.loginUrl,
    });
    expect(json(await fetchFrom(simulator, "/nothing"))).toHaveProperty("error");
    await simulator.close();
    expect(existsSync(folder)).toBe(false);
  });
});
