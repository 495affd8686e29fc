import * as fc from "fast-check";
import { expect } from "vitest";
import { UnusableNameError } from "../../src/azure/armRequest";
import { stringAt, type JsonObject, type JsonValue } from "../../src/base/json";
import { deletionKey, type DeletedResource } from "../../src/services/deletedResource";
import type { PlanStep } from "../../src/services/plan";
import { isRefusal, type SoftDeleteService } from "../../src/services/service";
import { assertIntent } from "../../src/services/softDeleteAction";
import { cases } from "../catalogue/all";
import type { CatalogueCase, Example } from "../catalogue/case";
import { originOf, readFrom } from "../unit/catalogue/reading";
import { subscriptionId } from "../unit/services/samples";
import { mutated, mutatedText } from "./mutate";
import type { Random } from "./random";

type Sample = Pick<Example, "source" | "item" | "origin">;

interface Samples extends Pick<CatalogueCase, "service" | "plans"> {
  readonly items: readonly Sample[];
}

/** The published items of every service, and some of each shape that is official beside. */
const samples: readonly Samples[] = cases.map(({ service, plans, examples, shapes }) => ({
  service,
  plans,
  items: [...examples, ...fc.sample(shapes, { numRuns: 6, seed: 6 })],
}));

/** One item of one service, with something wrong in it, through all that is made of it. */
export function readMutated(random: Random): void {
  const { service, plans, items } = random.of(samples);
  const sample = random.of(items);
  const item = mutatedItem(service, sample, random);
  const resource = readOrRefused(service, { ...sample, item: item as JsonObject });
  if (resource === undefined || resource === "live") {
    return;
  }
  expectWhole(resource, service);
  const context = { tenantId: "tenant", answers: plans.answers ?? {} };
  for (const [action, make] of [
    ["recover", () => service.recover(resource, context)],
    ["purge", () => service.purge(resource)],
  ] as const) {
    const steps = orUnusable(make);
    if (steps !== undefined && !isRefusal(steps)) {
      for (const step of steps) {
        assertIntent(action, step);
        expectOwnAddress(step, resource);
      }
    }
  }
  orUnusable(() => service.prerequisites(resource));
  orUnusable(() => service.questions?.(resource));
  service.consequences(resource);
  service.noun(resource);
  service.leavesBehind?.(resource);
}

/** What is read from the Activity Log has been understood as a deletion before a service gets it. */
function mutatedItem(
  service: SoftDeleteService,
  { item, source = 0 }: Sample,
  random: Random,
): JsonValue {
  if (service.sources[source]?.kind !== "deletions") {
    return mutated(item, random);
  }
  return {
    ...item,
    resourceId: mutatedText(stringAt(item, "resourceId") ?? "", random),
    caller: mutatedText(stringAt(item, "caller") ?? "", random),
  };
}

function readOrRefused(
  service: SoftDeleteService,
  sample: Sample,
): DeletedResource | "live" | undefined {
  const { origin } = sample;
  return orUnusable(() =>
    readFrom(service, {
      ...sample,
      ...(origin === undefined ? {} : { origin: originOf({ origin }) }),
    }),
  );
}

/** A name that no address can have makes an item malformed, and a plan impossible; nothing else may. */
function orUnusable<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof UnusableNameError) {
      return undefined;
    }
    throw error;
  }
}

function expectWhole(resource: DeletedResource, service: SoftDeleteService): void {
  expect(resource.serviceId).toBe(service.id);
  expect(resource.name).not.toBe("");
  expect(resource.location).toBe(resource.location.toLowerCase());
  for (const instant of [resource.deletedAt, resource.purgeAt]) {
    expect(instant === undefined || !Number.isNaN(Date.parse(instant))).toBe(true);
  }
  expect(deletionKey(resource)).toMatch(/^\/subscriptions\//);
  expect(Object.values(resource.tags).every((tag) => typeof tag === "string")).toBe(true);
}

/** Every request stays below a subscription, whatever a name looks like, once a URL is made of it. */
function expectOwnAddress({ request }: PlanStep, { originalId, raw }: DeletedResource): void {
  const url = new URL(request.path, "https://management.azure.com");
  expect(url.host).toBe("management.azure.com");
  expect([url.pathname, url.search, url.hash]).toEqual([request.path, "", ""]);
  const own = `/subscriptions/${subscriptionId}/`.toLowerCase();
  const path = decodeURIComponent(request.path).toLowerCase();
  expect(path.startsWith("/subscriptions/")).toBe(true);
  // Some services say themselves where the original is, which may be another subscription.
  expect(path.startsWith(own) || /subscriptions/i.test(originalId + JSON.stringify(raw))).toBe(
    true,
  );
}
