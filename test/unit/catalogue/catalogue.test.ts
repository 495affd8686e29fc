import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnusableNameError } from "../../../src/azure/armRequest";
import type { JsonObject } from "../../../src/base/json";
import { deletionKey, type DeletedResource } from "../../../src/services/deletedResource";
import { services } from "../../../src/services/index";
import type { Precondition } from "../../../src/services/plan";
import { isRefusal } from "../../../src/services/service";
import { cases } from "../../catalogue/all";
import type { CatalogueCase, Shape } from "../../catalogue/case";
import { nearly, tenantId } from "../services/samples";
import { described, listRequests, originOf, readFrom, subscriptionId } from "./reading";

describe("the catalogue", () => {
  it("has a case for every service", () => {
    expect(cases.map(({ service }) => service.id).sort()).toEqual(
      services.map(({ id }) => id).sort(),
    );
  });

  it("names each service once, with all there is to show of it", () => {
    expect(new Set(services.map(({ id }) => id)).size).toBe(services.length);
    expect(new Set(services.map(({ name }) => name)).size).toBe(services.length);
    for (const { name, icon, retention, resourceType, documentation } of services) {
      expect([name, icon, retention].every((text) => text !== "")).toBe(true);
      expect(resourceType).toMatch(/^Microsoft\.\w+\/\w+(\/\w+)*$/);
      expect(documentation).toMatch(/^https:\/\//);
    }
  });

  it("has no step that destroys in a recovery", () => {
    for (const entry of cases) {
      const { recover } = plansOf(entry);
      for (const { request } of isRefusal(recover) ? [] : recover) {
        const restores = request.query?.["softDeleteActionKind"] === "RestoreSoftDeletedResource";
        expect(request.method === "DELETE" && !restores).toBe(false);
        expect(/\/purge$/i.test(request.path)).toBe(false);
      }
    }
  });

  it("recovers with a request that could change a live resource only where it sees none", () => {
    for (const entry of cases.filter(({ recoversByName }) => recoversByName !== true)) {
      const { recover } = plansOf(entry);
      const puts = isRefusal(recover)
        ? []
        : recover.filter(({ request }) => request.method === "PUT");
      for (const { request, precondition } of puts) {
        const looks = guardsIn(precondition).filter(
          (one) => one.request.path === request.path && one.allowMissing === true,
        );
        expect([entry.service.id, looks.map(({ ifForbidden }) => ifForbidden)]).toEqual([
          entry.service.id,
          ["stop"],
        ]);
      }
    }
  });
});

function firstOf({ service, examples }: CatalogueCase): DeletedResource {
  const [example] = examples;
  const resource = example === undefined ? undefined : readFrom(service, example);
  if (resource === undefined || resource === "live") {
    throw new Error(`The first example of ${service.id} could not be read.`);
  }
  return resource;
}

function plansOf(entry: CatalogueCase) {
  const { service, plans } = entry;
  const resource = firstOf(entry);
  return {
    recover: service.recover(resource, { tenantId, answers: plans.answers ?? {} }),
    purge: service.purge(resource),
  };
}

function guardsIn(precondition: Precondition | undefined): readonly Precondition[] {
  return precondition === undefined ? [] : [precondition, ...guardsIn(precondition.and)];
}

function without(item: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  if (name === undefined) {
    return item;
  }
  return {
    ...item,
    [name]: rest.length === 0 ? null : without(item[name] as JsonObject, rest),
  };
}

/** Names of the parts of what was read that nothing can be done with. */
function faultsOf(resource: DeletedResource): readonly string[] {
  const isInstant = (text: string | undefined): boolean =>
    text === undefined || new Date(text).toISOString() === text;
  const sound: Readonly<Record<string, boolean>> = {
    name: resource.name !== "",
    location: resource.location !== "",
    originalId: resource.originalId !== "",
    deletedPath: resource.deletedPath.startsWith("/subscriptions/"),
    deletedAt: isInstant(resource.deletedAt),
    purgeAt: isInstant(resource.purgeAt),
    tags: Object.values(resource.tags).every((tag) => typeof tag === "string"),
  };
  return Object.keys(sound).filter((part) => sound[part] !== true);
}

describe.each(cases.map((entry) => [entry.service.id, entry] as const))("%s", (_, entry) => {
  const { service, examples, shapes, required, plans } = entry;

  it.each(examples.map((example) => [example.from, example] as const))(
    "reads the item of %s",
    (_from, example) => {
      expect(readFrom(service, example)).toMatchObject({
        serviceId: service.id,
        subscriptionId,
        raw: example.item,
        ...example.read,
      });
    },
  );

  it("reads every official shape", () => {
    fc.assert(
      fc.property(shapes, (shape: Shape) => {
        expect(readFrom(service, shape)).toMatchObject({ serviceId: service.id, ...shape.read });
      }),
    );
  });

  it.each(required.map((path) => [path.join("."), path] as const))(
    "has no item without %s",
    (_path, path) => {
      const [example] = examples;
      expect(
        example && readFrom(service, { ...example, item: without(example.item, path) }),
      ).toBeUndefined();
    },
  );

  it("reads an item whole or not at all, whatever else Azure sends", () => {
    // A deletion event is taken apart by the inventory, which has tests of its own.
    const items = examples.filter(
      ({ source }) => service.sources[source ?? 0]?.kind !== "deletions",
    );
    for (const example of items) {
      fc.assert(
        fc.property(nearly(example.item), (item) => {
          let resource;
          try {
            resource = readFrom(service, { ...example, item: item as JsonObject });
          } catch (error) {
            expect(error).toBeInstanceOf(UnusableNameError);
            return;
          }
          if (resource === undefined || resource === "live") {
            return;
          }
          expect(faultsOf(resource)).toEqual([]);
          // Whatever was read can be planned with, or refused; never half.
          const context = { tenantId, answers: plans.answers ?? {} };
          const sizes = [service.recover(resource, context), service.purge(resource)].map(
            (plan) => (isRefusal(plan) ? plan.refused : plan).length,
          );
          expect(sizes).not.toContain(0);
          service.consequences(resource);
          service.prerequisites(resource);
          service.questions?.(resource);
        }),
        { numRuns: 300 },
      );
    }
  });

  it("tells two deletions of one name apart", () => {
    const resource = firstOf(entry);
    const other = { ...resource, deletedAt: "2030-01-01T00:00:00.000Z" };
    const next =
      resource.distinguishedBy === undefined ? other : { ...other, distinguishedBy: "another" };
    expect(deletionKey(next)).not.toBe(deletionKey(resource));
  });

  it("lists with these requests", () => {
    const [example] = examples;
    expect(listRequests(service, example && originOf(example)).map(described)).toEqual(plans.list);
  });

  it.each(["recover", "purge"] as const)(
    "plans to %s with these requests, or refuses",
    (action) => {
      const plan = plansOf(entry)[action];
      const expected = plans[action];
      if (expected instanceof RegExp) {
        expect(isRefusal(plan) ? plan.refused : plan).toMatch(expected);
      } else {
        expect(
          isRefusal(plan) ? plan.refused : plan.map(({ request }) => described(request)),
        ).toEqual(expected);
      }
    },
  );

  it("says what each action needs and means", () => {
    const { recover, purge } = plansOf(entry);
    const { permissions } = service;
    expect(permissions.recover === undefined).toBe(isRefusal(recover));
    expect(isRefusal(purge) || permissions.purge !== undefined).toBe(true);
    const { destroyed, freed } = service.consequences(firstOf(entry));
    expect(isRefusal(purge) || (destroyed.length > 0 && freed.length > 0)).toBe(true);
    for (const steps of [recover, purge]) {
      const ids = isRefusal(steps) ? [] : steps.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it("guards a purge with something that tells this deletion from the next", () => {
    const { purge } = plansOf(entry);
    for (const { precondition } of isRefusal(purge) ? [] : purge.slice(0, 1)) {
      expect(precondition?.ifForbidden).toBe("stop");
      expect(precondition?.unchanged.length).toBeGreaterThan(0);
    }
  });

  entry.checks?.();
});
