import { describe, expect, it } from "vitest";
import { servicesDocument } from "../../../scripts/catalogueDocuments";
import type { SoftDeleteService } from "../../../src/services/service";
import { collection, serviceOf } from "../inventory/sources";

/** What the page of services says about recovering. */
function recovering(rest: Partial<SoftDeleteService>): string | undefined {
  const row = servicesDocument([serviceOf([collection("/list")], rest)])
    .split("\n")
    .find((line) => line.includes("`boxes`"));
  return row?.split(" | ")[2];
}

describe("the page of services", () => {
  it.each<[Partial<SoftDeleteService>, string]>([
    [{}, "yes"],
    [{ recoversACopy: "new" }, "yes, as something new"],
    [{ recoversACopy: "existing" }, "yes, into something that exists, which is overwritten"],
    [
      { recoversACopy: "existing", availability: { experimental: ["recover"] } },
      "yes, into something that exists, which is overwritten (experimental)",
    ],
  ])("says of a recovery with %j: %s", (rest, expected) => {
    expect(recovering(rest)).toBe(expected);
  });

  it("says no where a service cannot recover", () => {
    const { recover: _, ...permissions } = serviceOf([collection("/list")]).permissions;
    expect(recovering({ permissions, recoversACopy: "existing" })).toBe("no");
  });
});
