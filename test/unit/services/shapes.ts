import * as fc from "fast-check";
import { anyCase, azureName } from "../azure/arbitraries";

/** Region names as services write them, and as paths have them. */
const locations = fc.constantFrom<readonly [display: string, name: string]>(
  ["westeurope", "westeurope"],
  ["West Europe", "westeurope"],
  ["East US 2", "eastus2"],
  ["WestUS", "westus"],
);

/** An instant, and one of the official ways to write it. */
const written = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
  .map((date) => date.toISOString())
  .chain((iso) =>
    fc
      .constantFrom(iso, iso.replace("Z", "0000Z"), iso.replace("Z", "+00:00"), iso.slice(0, -1))
      .map((text) => ({ iso, text })),
  );

const perhaps = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

/** What official items are put together from, whatever their service. */
export const officialParts = fc.record({
  name: azureName,
  group: azureName,
  location: locations,
  /** "resourceGroups" in any case. */
  groups: anyCase("resourceGroups"),
  /** What ids begin with. */
  slash: fc.constantFrom("", "/"),
  deleted: perhaps(written),
  purged: perhaps(written),
  isProtected: perhaps(fc.boolean()),
  tags: fc.dictionary(azureName, azureName, { maxKeys: 3 }),
});
