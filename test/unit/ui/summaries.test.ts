import { describe, expect, it } from "vitest";
import { deletedSummary, summaryOf } from "../../../src/ui/summaries";
import { inHours, listed, now } from "../inventory/listed";

const { resource } = listed({
  purgeAt: inHours(4.5),
  resourceGroup: "rg-dev",
  location: "westeurope",
});

describe("the summary beside a deleted resource", () => {
  it("starts with the time left, which a narrow view shows", () => {
    expect(summaryOf(resource, now)).toBe("4 h left · rg-dev · westeurope");
    expect(summaryOf({ ...resource, purgeAt: undefined }, now)).toBe(
      "time left unknown · rg-dev · westeurope",
    );
  });

  it("then tells deletions of the same name apart", () => {
    expect(summaryOf(resource, now, { deletedWhen: "deleted today" })).toBe(
      "4 h left · deleted today · rg-dev · westeurope",
    );
  });

  it("leaves out what its group says and what Azure doesn't report", () => {
    expect(summaryOf(resource, now, { omitted: "resourceGroup" })).toBe("4 h left · westeurope");
    expect(summaryOf(resource, now, { omitted: "region" })).toBe("4 h left · rg-dev");
    expect(summaryOf({ ...resource, resourceGroup: undefined, location: "" }, now)).toBe(
      "4 h left",
    );
  });

  it("shows what a name hides", () => {
    expect(summaryOf({ ...resource, resourceGroup: "rg\u202eved" }, now)).toContain(
      "rg[U+202E]ved",
    );
  });
});

describe("the summary of several deleted resources", () => {
  const summary = (...hours: readonly (number | undefined)[]): string =>
    deletedSummary(
      hours.map((left) => listed({ purgeAt: left === undefined ? left : inHours(left) }).resource),
      now,
    );

  it("starts with the time left of the one that expires first", () => {
    expect(summary(100, 4.5, undefined)).toBe("4 h left · 3 deleted");
  });

  it("says that one is due only where no other has time left", () => {
    expect(summary(-1, 30)).toBe("30 h left · 2 deleted");
    expect(summary(-1)).toBe("purge due · 1 deleted");
  });

  it("is the number alone where no time is known", () => {
    expect(summary(undefined)).toBe("1 deleted");
  });
});
