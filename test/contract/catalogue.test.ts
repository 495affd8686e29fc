import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pathAndQuery, type ArmRequest } from "../../src/azure/armRequest";
import { isRefusal } from "../../src/services/service";
import type { PlanStep } from "../../src/services/plan";
import { cases } from "../catalogue/all";
import type { CatalogueCase } from "../catalogue/case";
import { everyService } from "../simulator/scenarios/everyService";
import { startSimulator, type Simulator } from "../simulator/simulator";
import { listRequests, originOf, readFrom } from "../unit/catalogue/reading";
import { tenantId } from "../unit/services/samples";
import { ArmClient } from "../unit/simulator/client";
import { findOpenApiFolder, loadOpenApi, type OpenApi } from "./openApi";

const folder = findOpenApiFolder();
const [platform] = everyService.subscriptions;

function requestsOf(steps: readonly PlanStep[]): readonly ArmRequest[] {
  return steps.flatMap(({ request, fallbackRequest, postcondition, precondition, waitAfter }) => [
    request,
    ...(fallbackRequest === undefined ? [] : [fallbackRequest]),
    ...[postcondition, precondition, precondition?.and, waitAfter].flatMap((read) =>
      read === undefined ? [] : [read.request],
    ),
  ]);
}

function allRequests(entry: CatalogueCase): readonly ArmRequest[] {
  const { service, examples, plans, others } = entry;
  const planned = examples.flatMap((example) => {
    const resource = readFrom(service, example);
    if (resource === undefined || resource === "live") {
      throw new Error(`${example.from} could not be read.`);
    }
    const recover = service.recover(resource, { tenantId, answers: plans.answers ?? {} });
    const purge = service.purge(resource);
    return [
      ...listRequests(service, originOf(example)),
      ...[recover, purge].flatMap((plan) => (isRefusal(plan) ? [] : requestsOf(plan))),
    ];
  });
  const check = service.nameCheck?.("contoso", platform?.id ?? "");
  return [...planned, ...(check === undefined ? [] : [check.request]), ...(others?.() ?? [])];
}

describe.skipIf(folder === undefined)("the published OpenAPI files", () => {
  let openApi: OpenApi;
  let simulator: Simulator;
  let dana: ArmClient;

  beforeAll(async () => {
    [openApi, simulator] = await Promise.all([
      loadOpenApi(folder ?? ""),
      startSimulator({ timeScale: 1, scenario: everyService }),
    ]);
    dana = await ArmClient.signIn(simulator);
  });

  afterAll(() => simulator.close());

  /** Agrees, or is one of those that no file has; what is excused must really be in no file. */
  async function expectAgreement(
    { unpublished = [], newer = [], disputed = [] }: CatalogueCase,
    line: string,
    found: readonly string[],
  ): Promise<void> {
    const errors = found.filter(
      (error) =>
        !newer.some(
          ([property]) =>
            error.startsWith("OBJECT_ADDITIONAL_PROPERTIES") && error.endsWith(`(${property})`),
        ) && !disputed.some(([finding]) => finding.test(error)),
    );
    const excused = unpublished.some(([pattern]) => pattern.test(line));
    if (excused) {
      expect([line, errors.join()]).toEqual([
        line,
        expect.stringMatching(/OPERATION_NOT_FOUND|^$/),
      ]);
    } else {
      expect([line, errors]).toEqual([line, []]);
    }
  }

  describe.each(cases.map((entry) => [entry.service.id, entry] as const))("for %s", (_, entry) => {
    it("agree with every request", async () => {
      for (const request of allRequests(entry)) {
        const { errors } = await openApi.validateRequest({
          method: request.method,
          url: pathAndQuery(request),
          ...(request.headers === undefined ? {} : { headers: request.headers }),
          ...(request.body === undefined ? {} : { body: request.body }),
        });
        await expectAgreement(entry, `${request.method} ${request.path}`, errors);
      }
    });

    it.each(entry.exchanges.map((exchange) => [exchange.slice(0, 3).join(" "), exchange] as const))(
      "agree with the simulator's %s",
      async (_name, [method, path, status, body]) => {
        const url = path.startsWith("/subscriptions/")
          ? path
          : `/subscriptions/${platform?.id ?? ""}${path}`;
        const request = { method, url, ...(body === undefined ? {} : { body }) };
        const line = `${method} ${url.replace(/\?.*/, "")}`;
        await expectAgreement(entry, line, (await openApi.validateRequest(request)).errors);
        const answer = await dana.send(method, url, body);
        expect([answer.status, answer.text]).toEqual([status, answer.text]);
        const found = await openApi.validateResponse(request, {
          status: answer.status,
          headers: answer.headers,
          ...(answer.text === "" ? {} : { body: JSON.parse(answer.text) as unknown }),
        });
        await expectAgreement(entry, line, found.errors);
      },
    );
  });
});
