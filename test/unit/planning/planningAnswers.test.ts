import { describe, expect, it } from "vitest";
import type { Subscription } from "../../../src/account/account";
import type { JsonObject } from "../../../src/base/json";
import { Planner } from "../../../src/planning/planner";
import type { DeletedResource } from "../../../src/services/deletedResource";
import type { PlanStep, Plan } from "../../../src/services/plan";
import type {
  RecoverContext,
  RequiredPermission,
  SoftDeleteService,
} from "../../../src/services/service";
import { WrongIntentError } from "../../../src/services/softDeleteAction";
import { plannerOptions } from "./plannerOptions";
import { refusal, ScriptedArm } from "../operations/scriptedArm";
import { collection, readBox, serviceOf } from "../inventory/sources";
import { bare, put, thing } from "../operations/stepping";
import type { Blocked, LiveChange } from "../../../src/planning/proposals";

const subscription: Subscription = {
  subscriptionId: "s",
  name: "Production",
  tenantId: "guest-tenant",
  homeTenantId: "home-tenant",
  accountId: "dana",
  accountLabel: "Dana",
};
const scope = "/subscriptions/s";
const groupScope = (name: string): string => `${scope}/resourceGroups/${name}`;
const locks = `/subscriptions/s/providers/Microsoft.Authorization/locks`;
const suffix = "/providers/Microsoft.Authorization/permissions";

const writer: RequiredPermission = {
  action: "Contoso.Boxes/boxes/write",
  scope: "resourceGroup",
  role: "Box Contributor",
};
const restorer: RequiredPermission = {
  action: "Contoso.Boxes/boxes/restore/action",
  scope: "subscription",
  role: "Box Restorer",
};
const purger: RequiredPermission = { ...restorer, action: "Contoso.Boxes/boxes/purge/action" };

/** A service whose boxes come back as described. */
function boxes(rest: Partial<SoftDeleteService>): SoftDeleteService {
  return serviceOf([collection("/list")], {
    noun: () => "box",
    recover: () => [bare],
    purge: () => [{ ...bare, id: "purge", request: { ...thing, method: "DELETE" } }],
    prerequisites: () => [],
    permissions: { list: restorer, recover: writer, purge: purger },
    ...rest,
  });
}

interface Facts {
  /** Names of the resource groups that there are. */
  readonly groups?: readonly string[];
  /** By scope; elsewhere they cannot be read. */
  readonly permissions?: Readonly<Record<string, readonly string[]>>;
  readonly mayLookAtGroups?: boolean;
}

function planning(service: SoftDeleteService, facts: Facts = {}) {
  const { groups = ["rg"], permissions = {}, mayLookAtGroups = true } = facts;
  const arm = new ScriptedArm(({ method, path }) => {
    if (method === "HEAD") {
      const exists = groups.some((name) => path === `${scope}/resourcegroups/${name}`);
      return mayLookAtGroups ? { status: exists ? 204 : 404 } : refusal(403, "AuthorizationFailed");
    }
    if (path === locks) {
      return { status: 200, body: [] };
    }
    const actions = path.endsWith(suffix) ? permissions[path.slice(0, -suffix.length)] : undefined;
    return actions === undefined
      ? refusal(403, "AuthorizationFailed")
      : { status: 200, body: [{ actions, notActions: [] }] };
  });
  const planner = new Planner(plannerOptions(arm, { service: () => service }));
  return { planner, arm, paths: () => arm.sent.map(({ method, path }) => `${method} ${path}`) };
}

function itemOf(item: JsonObject = { name: "red", at: "2026-03-01T12:00:00.000Z" }) {
  const resource = readBox(item);
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  return { subscription, resource };
}

function planIn<Possible extends { readonly possible: true; readonly plan: Plan }>(
  proposal: Possible | Blocked,
): Possible {
  if (!proposal.possible) {
    throw new Error(proposal.reason);
  }
  return proposal;
}

function reasonIn(proposal: { readonly possible: true } | Blocked): string {
  return proposal.possible ? "possible" : proposal.reason;
}

describe("a recovery that the service refuses", () => {
  it("is not possible, for the service's reason, and Azure is asked nothing", async () => {
    const { planner, arm } = planning(boxes({ recover: () => ({ refused: "Use the portal." }) }));
    const item = itemOf();
    expect(await planner.recover(item, {})).toEqual({
      possible: false,
      item,
      reason: "Use the portal.",
    });
    expect(arm.sent).toEqual([]);
  });
});

describe("a recovery with answers", () => {
  const asking = boxes({
    home: (_, { group = "", region = "" }) => ({ resourceGroup: group, location: region }),
  });
  const answers = { group: "rg-new", region: "swedencentral" };

  it("hands the service the answers, and the tenant that the subscription belongs to", async () => {
    const given: (readonly [DeletedResource, RecoverContext])[] = [];
    const { planner } = planning(
      boxes({
        recover: (resource, context) => {
          given.push([resource, context]);
          return [bare];
        },
      }),
    );
    const item = itemOf();
    const { plan } = planIn(await planner.recover(item, answers));
    expect(given).toEqual([[item.resource, { tenantId: "home-tenant", answers }]]);
    expect(plan.identity.tenantId).toBe("guest-tenant");
  });

  it("looks for the group that they name, and creates it in the region that they name", async () => {
    const { planner, paths } = planning(asking);
    const proposal = planIn(await planner.recover(itemOf(), answers));
    expect(proposal.home).toEqual({ resourceGroup: "rg-new", location: "swedencentral" });
    expect(proposal.plan.steps).toMatchObject([
      {
        id: "createResourceGroup",
        target: "rg-new",
        request: {
          method: "PUT",
          path: `${scope}/resourcegroups/rg-new`,
          body: { location: "swedencentral" },
        },
        skipIfMet: true,
      },
      bare,
    ]);
    expect(paths()).toContain(`HEAD ${scope}/resourcegroups/rg-new`);
    expect(paths()).not.toContain(`HEAD ${scope}/resourcegroups/rg`);
  });

  it("takes its permission in the group that they name", async () => {
    const permissions = { [groupScope("rg")]: [writer.action], [groupScope("rg-new")]: ["*/read"] };
    const { planner } = planning(asking, { groups: ["rg", "rg-new"], permissions });
    expect(reasonIn(await planner.recover(itemOf(), answers))).toContain(
      `"${writer.action}" at scope "${groupScope("rg-new")}"`,
    );
    const back = planIn(await planner.recover(itemOf(), { ...answers, group: "rg" }));
    expect(back.plan.steps).toEqual([bare]);
  });

  it("takes it in the subscription where that group is still to be created", async () => {
    const create = "Microsoft.Resources/subscriptions/resourceGroups/write";
    const mayOnlyCreate = planning(asking, { permissions: { [scope]: [create] } });
    expect(reasonIn(await mayOnlyCreate.planner.recover(itemOf(), answers))).toContain(
      `"${writer.action}" at scope "${scope}"`,
    );
    const mayNotCreate = planning(asking, { permissions: { [scope]: [writer.action] } });
    expect(reasonIn(await mayNotCreate.planner.recover(itemOf(), answers))).toContain(create);
  });

  it("goes on where it may not be looked whether the group exists", async () => {
    const { planner } = planning(asking, { mayLookAtGroups: false });
    const proposal = planIn(await planner.recover(itemOf(), answers));
    expect(proposal.plan.steps).toEqual([bare]);
  });
});

describe("a recovery without answers", () => {
  it("goes back to where it was", async () => {
    const { planner, paths } = planning(boxes({}));
    const proposal = planIn(await planner.recover(itemOf(), {}));
    expect(proposal.home).toEqual({ resourceGroup: "rg", location: "westus" });
    expect(paths()).toEqual([
      `HEAD ${scope}/resourcegroups/rg`,
      `GET ${groupScope("rg")}${suffix}`,
      `GET ${locks}`,
    ]);
  });

  it("looks for no group where Azure does not say which it was", async () => {
    const { planner, paths } = planning(boxes({}));
    const { resource } = itemOf();
    const homeless = { subscription, resource: { ...resource, resourceGroup: undefined } };
    const proposal = planIn(await planner.recover(homeless, {}));
    expect([proposal.home, proposal.plan.steps]).toEqual([undefined, [bare]]);
    expect(paths()).toEqual([`GET ${scope}${suffix}`, `GET ${locks}`]);
  });

  it("takes the permission that this very resource takes", async () => {
    const service = boxes({
      recoverPermission: ({ name }) => (name === "red" ? restorer : writer),
    });
    const permissions = { [scope]: ["*/read"], [groupScope("rg")]: [writer.action] };
    const { planner } = planning(service, { permissions });
    expect(reasonIn(await planner.recover(itemOf(), {}))).toBe(
      `You don't have the permission "${restorer.action}" at scope "${scope}". The role "Box Restorer", assigned at subscription "Production", includes this permission.`,
    );
    expect(reasonIn(await planner.recover(itemOf({ name: "blue" }), {}))).toBe("possible");
  });
});

describe("a purge that recovers first", () => {
  const destroy: PlanStep = { ...bare, id: "purge", request: { ...thing, method: "DELETE" } };
  const recovering = boxes({ purge: () => [bare, destroy] });

  it("gets its resource group created before that", async () => {
    const { planner } = planning(recovering, { groups: [] });
    const { plan } = planIn(await planner.purge(itemOf()));
    expect(plan.action).toBe("purge");
    expect(plan.steps).toMatchObject([
      {
        id: "createResourceGroup",
        request: { path: `${scope}/resourcegroups/rg`, body: { location: "westus" } },
        skipIfMet: true,
      },
      bare,
      destroy,
    ]);
  });

  it("is the service's steps alone where the group is there", async () => {
    const { planner } = planning(recovering);
    expect(planIn(await planner.purge(itemOf())).plan.steps).toEqual([bare, destroy]);
  });

  it("is the only one for which a group is looked for", async () => {
    const { planner, paths } = planning(boxes({}), { groups: [] });
    expect(planIn(await planner.purge(itemOf())).plan.steps).toHaveLength(1);
    expect(paths()).toEqual([`GET ${scope}${suffix}`, `GET ${locks}`]);
  });
});

describe("a change of something live", () => {
  const id = `${groupScope("rg-live")}/providers/Contoso.Boxes/boxes/Green`;
  const change: LiveChange = {
    action: "change",
    subscription,
    serviceId: "boxes",
    noun: "box",
    name: "Green",
    id,
    steps: [bare],
    permission: writer,
  };

  it.each<[string, Facts]>([
    ["allowed", { permissions: { [groupScope("rg-live")]: ["Contoso.Boxes/*"] } }],
    ["not known to be allowed or not", {}],
  ])("is planned where it is %s", async (_, facts) => {
    const { planner, arm, paths } = planning(boxes({}), facts);
    expect(await planner.change(change)).toEqual({
      action: "change",
      subject: {
        serviceId: "boxes",
        noun: "box",
        name: "Green",
        originalId: id,
        deletion: `${id.toLowerCase()}@live`,
        subscriptionId: "s",
        subscriptionName: "Production",
      },
      identity: {
        accountId: "dana",
        tenantId: "guest-tenant",
        endpoint: "https://management.azure.com",
      },
      steps: [bare],
    });
    expect(paths()).toEqual([`GET ${groupScope("rg-live")}${suffix}`, `GET ${locks}`]);
    expect(arm.writes).toEqual([]);
  });

  it("is not where it is denied", async () => {
    const permissions = { [groupScope("rg-live")]: ["*/read"] };
    const { planner } = planning(boxes({}), { permissions });
    expect(await planner.change(change)).toBe(
      `You don't have the permission "${writer.action}" at scope "${groupScope("rg-live")}". The role "Box Contributor", assigned at resource group "rg-live", includes this permission.`,
    );
  });
});

describe("a plan that would do something else than it is for", () => {
  const remove: PlanStep = { ...bare, request: { ...thing, method: "DELETE" } };
  const purge: PlanStep = { ...bare, request: { ...thing, method: "POST", path: "/thing/purge" } };
  const change: LiveChange = {
    action: "change",
    subscription,
    serviceId: "boxes",
    noun: "box",
    name: "Green",
    id: "/green",
    steps: [],
    permission: writer,
  };

  it.each<[string, PlanStep]>([
    ["deletes", remove],
    ["purges", purge],
    ["deletes the second way", { ...bare, fallbackRequest: remove.request }],
  ])("is not made: a recovery or change that %s", async (_, step) => {
    const { planner } = planning(boxes({ recover: () => [bare, step] }));
    await expect(planner.recover(itemOf(), {})).rejects.toThrow(WrongIntentError);
    await expect(planner.change({ ...change, steps: [step] })).rejects.toThrow(WrongIntentError);
  });

  it("is not made: a deletion of something live that forces it, nor a purge that restores", async () => {
    const { planner } = planning(boxes({}));
    const forced = { ...remove, request: { ...remove.request, query: { force: "true" } } };
    await expect(planner.change({ ...change, action: "delete", steps: [forced] })).rejects.toThrow(
      WrongIntentError,
    );
    const path =
      "/subscriptions/s/providers/Microsoft.DocumentDB/locations/l/softDeletedDatabaseAccounts/a";
    const query = { softDeleteActionKind: "RestoreSoftDeletedResource" };
    const restoring = { ...bare, request: { ...put, method: "DELETE" as const, path, query } };
    const wrong = planning(boxes({ purge: () => [restoring] }));
    await expect(wrong.planner.purge(itemOf())).rejects.toThrow(WrongIntentError);
  });
});
