import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outcomeOf } from "../../src/operations/operation";
import { pathAndQuery, type ArmRequest } from "../../src/azure/armRequest";
import { keyVaultAt, prerequisiteAt } from "../../src/services/parts/prerequisites";
import { cases } from "../catalogue/all";
import { foundryGone } from "../simulator/scenarios/foundryGone";
import { trustSimulators } from "../simulated/connecting";
import { inGoneWorld } from "../simulated/recoveringAll";
import { subscriptionId } from "../unit/services/samples";
import { useSimulator } from "../unit/simulator/useSimulator";
import { findOpenApiFolder, loadOpenApi, type OpenApi } from "./openApi";

const folder = findOpenApiFolder();

/** As a request went over the wire, or would. */
interface Wired {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

const excused = [
  ...cases.flatMap(({ unpublished = [] }) => unpublished.map(([pattern]) => pattern)),
  // Of Microsoft.Resources, the folder has no file of providers: see readGroupRegions.
  /^GET \/subscriptions\/[^/]+\/providers\/Microsoft\.Resources$/,
  // Azure answers above a group, too: see permissionsRequest.
  /^GET \/subscriptions\/[^/]+\/providers\/Microsoft\.Authorization\/permissions$/,
  // Providers_Get is published with the namespace as a parameter, which the validator can't find.
  /^GET \/subscriptions\/[^/]+\/providers\/Microsoft\.Resources$/,
];
const newer = cases.flatMap((entry) => (entry.newer ?? []).map(([property]) => property));
const disputed = cases.flatMap((entry) => (entry.disputed ?? []).map(([finding]) => finding));

describe.skipIf(folder === undefined)("the published OpenAPI files", () => {
  let openApi: OpenApi;
  let operations: string;
  const azure = useSimulator({ scenario: foundryGone });
  trustSimulators();

  beforeAll(async () => {
    operations = await mkdtemp(join(tmpdir(), "operations-"));
    openApi = await loadOpenApi(folder ?? "");
  });
  afterAll(async () => {
    await rm(operations, { recursive: true, force: true });
  });

  async function errorsOf(request: Wired): Promise<readonly string[]> {
    const { errors } = await openApi.validateRequest(request);
    return errors.filter(
      (error) =>
        !disputed.some((finding) => finding.test(error)) &&
        !newer.some(
          (property) =>
            error.startsWith("OBJECT_ADDITIONAL_PROPERTIES") && error.endsWith(`(${property})`),
        ),
    );
  }

  async function expectAgreement(request: Wired): Promise<void> {
    const line = `${request.method} ${request.url.replace(/\?.*/, "")}`;
    const errors = await errorsOf(request);
    const isExcused = excused.some((pattern) => pattern.test(line));
    expect([line, errors]).toEqual([
      line,
      isExcused && errors.length > 0 ? [expect.stringMatching(/OPERATION_NOT_FOUND/)] : [],
    ]);
  }

  it.each(["foundry-gone", "mlw-gone", "log-gone"])(
    "agree with all that is asked and sent to recover %s and what it needs",
    async (name) => {
      await inGoneWorld(azure.simulator, operations, async (world) => {
        const { requests } = world.simulator;
        const before = requests.length;
        const proposal = await world.propose(name);
        const operation = await world.runner.start(proposal.plan);
        expect(outcomeOf(operation)).toBe("succeeded");
        const sent = world.simulator.requests
          .slice(before)
          // Whether a group exists is the SDK's own question; addresses to poll are Azure's.
          .filter(
            ({ method, path }) => method !== "HEAD" && !/operation(status|result)/i.test(path),
          );
        expect(sent.length).toBeGreaterThan(8);
        for (const { method, url, body } of sent) {
          const written = body === undefined || body === "" ? undefined : body;
          await expectAgreement({
            method,
            url,
            ...(written === undefined ? {} : { body: JSON.parse(written) as unknown }),
          });
        }
      });
    },
  );

  const vaultId = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault`;
  const meaning = { neededFor: "", without: "" };
  const [named] = keyVaultAt("https://kv-data.vault.azure.net", subscriptionId);
  const asked: readonly (readonly [string, ArmRequest | undefined])[] = [
    ["whether anybody has a vault's name", named?.nameCheck],
    [
      "whether a managed HSM is live",
      prerequisiteAt("Microsoft.KeyVault/managedHSMs", `${vaultId}/managedHSMs/hsm`, meaning)?.live,
    ],
  ];

  it.each(asked)("agree with the question %s", async (_, request) => {
    expect(request).toBeDefined();
    if (request !== undefined) {
      const { method, body } = request;
      const url = pathAndQuery(request);
      await expectAgreement({ method, url, ...(body === undefined ? {} : { body }) });
      const spoilt = url.replace("KeyVault/", "KeyVault/un");
      expect(await errorsOf({ method, url: spoilt, body: { surprise: true } })).not.toEqual([]);
    }
  });
});
