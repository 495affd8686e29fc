import { expect, it } from "vitest";
import type { JsonObject } from "../../src/base/json";
import { isRefusal } from "../../src/services/service";
import { synapseSqlPool } from "../../src/services/synapseSqlPool";
import { onlinePools } from "../simulator/providers/synapseWorkspaces";
import { described, readFrom } from "../unit/catalogue/reading";
import { subscriptionId, tenantId } from "../unit/services/samples";
import { officialParts } from "../unit/services/shapes";
import type { CatalogueCase } from "./case";

const subscription = `/subscriptions/${subscriptionId}`;
const provider = "providers/Microsoft.Synapse";
const version = "?api-version=2021-06-01";
const workspace = `${subscription}/resourceGroups/restorabledroppeddatabasetest-1349/${provider}/workspaces/restorabledroppeddatabasetest-1840`;
const dropped = "restorableDroppedSqlPools";
const ticks = "restorabledroppeddatabasetest-1345,131403269876900000";
const specification =
  "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/synapse/resource-manager/Microsoft.Synapse/stable/2021-06-01";

const item = {
  id: `${workspace}/${dropped}/${ticks}`,
  name: ticks,
  type: "Microsoft.Synapse/workspaces/restorableDroppedSqlPools",
  location: "Japan East",
  properties: {
    databaseName: "restorabledroppeddatabasetest-1345",
    edition: "Basic",
    maxSizeBytes: "2147483648",
    serviceLevelObjective: "Basic",
    elasticPoolName: null,
    creationDate: "2017-02-10T00:56:19.2Z",
    deletionDate: "2017-05-27T02:49:47.69Z",
    earliestRestoreDate: "2017-05-20T02:49:47.69Z",
  },
} satisfies JsonObject;

const origin = {
  parent: {
    id: workspace,
    name: "restorabledroppeddatabasetest-1840",
    location: "japaneast",
  },
};

function planned(raw: JsonObject, name: string): string {
  const resource = readFrom(synapseSqlPool, { item: raw, origin });
  if (resource === undefined || resource === "live") {
    throw new Error("The sample could not be read.");
  }
  const plan = synapseSqlPool.recover(resource, { tenantId, answers: { name } });
  return isRefusal(plan) ? plan.refused : plan.map(({ request }) => described(request)).join();
}

const there = `/resourceGroups/rg-platform/${provider}/workspaces/synw-platform`;

/** Dropped SQL pools of Synapse workspaces in the tests. */
export const entry: CatalogueCase = {
  service: synapseSqlPool,
  examples: [
    {
      from: `${specification}/examples/RestorableDroppedSqlpoolList.json`,
      origin,
      item,
      read: {
        name: "restorabledroppeddatabasetest-1840/restorabledroppeddatabasetest-1345",
        resourceGroup: "restorabledroppeddatabasetest-1349",
        location: "japaneast",
        originalId: `${workspace}/sqlPools/restorabledroppeddatabasetest-1345`,
        deletedPath: `${workspace}/${dropped}/${ticks.replace(",", "%2C")}`,
        deletedAt: "2017-05-27T02:49:47.690Z",
        purgeAt: "2017-06-03T02:49:47.690Z",
        purgeAtFrom: "retention",
        tags: {},
      },
    },
  ],
  shapes: officialParts.map(({ name, group, location: [display, region], ...rest }) => {
    const below = `${provider}/workspaces/ws-${name}`;
    const plain = `${subscription}/resourceGroups/${group}/${below}`;
    const inAnyCase = `${rest.slash}subscriptions/${subscriptionId}/${rest.groups}/${group}/${below}`;
    const { deleted } = rest;
    return {
      origin: { parent: { id: inAnyCase, name: `ws-${name}`, location: region } },
      item: {
        id: `${inAnyCase}/${dropped}/${name},131403249684030000`,
        name: `${name},131403249684030000`,
        ...(rest.isProtected === true ? {} : { location: display }),
        properties: {
          databaseName: name,
          ...(deleted === undefined ? {} : { deletionDate: deleted.text }),
        },
      },
      read: {
        name: `ws-${name}/${name}`,
        resourceGroup: group,
        location: region,
        originalId: `${plain}/sqlPools/${name}`,
        deletedPath: `${plain}/${dropped}/${name}%2C131403249684030000`,
        deletedAt: deleted?.iso,
        purgeAt: deleted && new Date(Date.parse(deleted.iso) + 7 * 24 * 3_600_000).toISOString(),
      },
    };
  }),
  required: [["name"]],
  plans: {
    list: [`GET ${workspace}/${dropped}${version}`],
    answers: { name: "restored" },
    recover: [
      `PUT ${workspace}/sqlPools/restored${version} {"location":"japaneast","properties":{"createMode":"Restore","sourceDatabaseId":"${workspace}/sqlPools/restorabledroppeddatabasetest-1345","sourceDatabaseDeletionDate":"2017-05-27T02:49:47.69Z"}}`,
    ],
    purge: /deleted SQL pool can't be purged.*7 days after the deletion/,
    commands: {
      recover: [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
    },
  },
  contract: [
    {
      namespace: "Microsoft.Synapse",
      inUse: "2021-06-01",
      source: `${specification}/sqlPool.json`,
    },
  ],
  exchanges: [
    ["GET", `/${provider}/workspaces${version}`, 200],
    ["GET", `${there}/${dropped}${version}`, 200],
    ["GET", `${there}/${dropped}/syndp_platform,1${version}`, 404],
    ["GET", `${there}/sqlPools/syndp_platform${version}`, 404],
    [
      "PUT",
      `${there}/sqlPools/syndp_new${version}`,
      404,
      { location: "swedencentral", properties: { createMode: "Restore" } },
    ],
    ["PUT", `${there}/sqlPools/syndp_new${version}`, 400, { location: "swedencentral" }],
  ],
  window: {
    row: "synw-platform/syndp_platform",
    description: /^[45] days left · rg-platform · swedencentral$/,
    recover: {
      answers: [{ type: "syndp_platform" }],
      asks: /Cost: the restored pool is a new pool, charged while it runs\. Pause the pool when you don't need it\./,
      stays: true,
      isBack: (state) => onlinePools(state, "synw-platform").includes("syndp_platform"),
    },
    purge: {
      refused:
        /A deleted SQL pool can't be purged\. Azure keeps its last snapshot for 7 days after the deletion\./,
    },
  },
  checks: () => {
    it("is restored from its id as a SQL database where Azure refuses the other", () => {
      const resource = readFrom(synapseSqlPool, { item, origin });
      if (resource === undefined || resource === "live") {
        throw new Error("The sample could not be read.");
      }
      const plan = synapseSqlPool.recover(resource, { tenantId, answers: { name: "restored" } });
      const second = isRefusal(plan) ? undefined : plan[0]?.fallbackRequest;
      const server = workspace.replace("Microsoft.Synapse/workspaces", "Microsoft.Sql/servers");
      expect(second && described(second)).toBe(
        `PUT ${workspace}/sqlPools/restored${version} {"location":"japaneast","properties":{"createMode":"Restore","sourceDatabaseId":"${server}/databases/restorabledroppeddatabasetest-1345","sourceDatabaseDeletionDate":"2017-05-27T02:49:47.69Z"}}`,
      );
    });

    it("sends the deletion date as it came, to the last digit", () => {
      const deletionDate = "2017-05-27T02:49:47.6912345Z";
      const properties = { ...item.properties, deletionDate };
      expect(planned({ ...item, properties }, "restored")).toContain(deletionDate);
    });

    it.each([{}, { deletionDate: "once" }])(
      "without a deletion date (%j) asks nothing",
      (dates) => {
        const { deletionDate: _, ...properties } = item.properties;
        const raw = { ...item, properties: { ...properties, ...dates } };
        const resource = readFrom(synapseSqlPool, { item: raw, origin });
        expect(
          resource === undefined || resource === "live"
            ? "not read"
            : [resource.purgeAt, synapseSqlPool.questions?.(resource)],
        ).toEqual([undefined, []]);
        expect(planned(raw, "restored")).toMatch(/^Azure doesn't report when/);
      },
    );

    it("is restored only while it is this deletion and no pool has the new name", () => {
      const resource = readFrom(synapseSqlPool, { item, origin });
      const plan =
        resource === undefined || resource === "live"
          ? []
          : synapseSqlPool.recover(resource, { tenantId, answers: { name: "restored" } });
      const precondition = isRefusal(plan) ? undefined : plan[0]?.precondition;
      expect([precondition?.unchanged, precondition?.ifForbidden]).toEqual([
        [{ path: ["properties", "deletionDate"], value: "2017-05-27T02:49:47.69Z" }],
        "proceed",
      ]);
      expect(precondition?.and && described(precondition.and.request)).toBe(
        `GET ${workspace}/sqlPools/restored${version}`,
      );
      expect([precondition?.and?.allowMissing, precondition?.and?.ifForbidden]).toEqual([
        true,
        "stop",
      ]);
      expect(precondition?.and?.message).toMatch(
        /^A SQL pool named "restored" already exists in this workspace/,
      );
    });

    it.each([
      ["pool_2", undefined],
      ["a".repeat(61), /1 to 60 characters/],
      ["", /1 to 60 characters/],
      ["pool.", /can't end with/],
      ["my-pool", /can't contain any of these characters/],
      ["my@pool", /can't contain any of these characters/],
    ])("as the name %j is refused as %s", (name, expected) => {
      expect(planned(item, name)).toMatch(expected ?? /^PUT /);
    });
  },
};
