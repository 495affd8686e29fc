import { beforeAll, describe, expect, it } from "vitest";
import type { Subscription } from "../../src/account/account";
import { pathAndQuery, type ArmRequest } from "../../src/azure/armRequest";
import { permissionsRequest } from "../../src/azure/permissions";
import { Planner } from "../../src/planning/planner";
import type { DeletedResource } from "../../src/services/deletedResource";
import type { PlanStep } from "../../src/services/plan";
import type { SoftDeleteService } from "../../src/services/service";
import { cognitiveServices } from "../../src/services/cognitiveServices";
import { keyVault } from "../../src/services/keyVault";
import { plannerOptions } from "../unit/planning/plannerOptions";
import { refusal, ScriptedArm } from "../unit/operations/scriptedArm";
import { account, readBy, subscriptionId, tenantId, vault } from "../unit/services/samples";
import { findOpenApiFolder, loadOpenApi, type OpenApi } from "./openApi";

const folder = findOpenApiFolder();

const subscription: Subscription = {
  subscriptionId,
  name: "Production",
  tenantId,
  homeTenantId: tenantId,
  accountId: "dana",
  accountLabel: "Dana",
};

/** The plan for a resource whose group is gone: the longest there is. */
async function recoverSteps(
  service: SoftDeleteService,
  resource: DeletedResource,
): Promise<readonly PlanStep[]> {
  const arm = new ScriptedArm(() => refusal(404, "ResourceGroupNotFound"));
  const planner = new Planner(plannerOptions(arm, { service: () => service }));
  const proposal = await planner.recover({ subscription, resource }, {});
  return proposal.possible ? proposal.plan.steps : [];
}

type Named = readonly [name: string, request: ArmRequest];

function requestsOf(steps: readonly PlanStep[]): readonly Named[] {
  return steps.flatMap(({ id, request, postcondition, precondition }) => [
    [`step ${id}`, request] as const,
    ...(postcondition === undefined
      ? []
      : [[`step ${id}: its effect`, postcondition.request] as const]),
    ...(precondition === undefined
      ? []
      : [[`step ${id}: its guard`, precondition.request] as const]),
  ]);
}

const entries = [
  { service: cognitiveServices, item: account },
  { service: keyVault, item: { ...vault, name: "kv-support" } },
];

describe.skipIf(folder === undefined)("the published OpenAPI files", () => {
  let openApi: OpenApi;

  beforeAll(async () => {
    openApi = await loadOpenApi(folder ?? "");
  });

  async function errorsOf({ method, headers, body, ...request }: ArmRequest): Promise<unknown> {
    const { errors } = await openApi.validateRequest({
      method,
      url: pathAndQuery({ method, ...request }),
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    });
    return errors;
  }

  it.each(entries)(
    "agree with a plan of $service.id whose group is gone",
    async ({ service, item }) => {
      const planned = await recoverSteps(service, readBy(service, item));
      expect(planned.map(({ id }) => id)).toEqual(["createResourceGroup", "recover"]);
      for (const [name, request] of requestsOf(planned)) {
        expect([name, await errorsOf(request)]).toEqual([name, []]);
      }
    },
  );

  it("agree with the permissions of a resource group", async () => {
    const scope = `/subscriptions/${subscriptionId}/resourceGroups/rg`;
    expect(await errorsOf(permissionsRequest(scope))).toEqual([]);
  });

  it.each(entries)(
    "disagree with a plan of $service.id whose body is spoilt",
    async ({ service, item }) => {
      const steps = await recoverSteps(service, readBy(service, item));
      expect(steps).toHaveLength(2);
      for (const { request } of steps) {
        expect(await errorsOf({ ...request, body: { surprise: true } })).not.toEqual([]);
      }
    },
  );
});
