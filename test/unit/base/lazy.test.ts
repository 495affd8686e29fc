import { describe, expect, it } from "vitest";
import { lazy } from "../../../src/base/lazy";

describe("lazy", () => {
  it("loads nothing before it is asked", () => {
    let loads = 0;
    lazy(async () => (loads += 1));
    expect(loads).toBe(0);
  });

  it("loads once for all who ask, at the same time or later", async () => {
    let loads = 0;
    const value = lazy(async () => (loads += 1));
    expect(await Promise.all([value(), value()])).toEqual([1, 1]);
    expect(await value()).toBe(1);
  });

  it("tries again after a load that failed", async () => {
    let loads = 0;
    const value = lazy(async () => {
      loads += 1;
      if (loads === 1) {
        throw new Error("no disk");
      }
      return loads;
    });
    await expect(value()).rejects.toThrow("no disk");
    expect(await value()).toBe(2);
  });
});
