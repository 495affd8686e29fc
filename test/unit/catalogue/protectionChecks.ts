import { expect, it } from "vitest";
import type { JsonObject } from "../../../src/base/json";
import type { SoftDeleteService } from "../../../src/services/service";
import { readBy } from "../services/samples";

/**
 * What is the same of every service whose deleted resources can be protected from a purge: how long
 * one is kept was chosen when it was made, and only `true` protects it.
 */
export function checkProtection(
  service: SoftDeleteService,
  item: JsonObject & { readonly properties: JsonObject & { readonly scheduledPurgeDate: string } },
): void {
  it("without a purge date has no known end, because retention was chosen for it", () => {
    const { scheduledPurgeDate: _, ...properties } = item.properties;
    expect(readBy(service, { ...item, properties }).purgeAt).toBeUndefined();
  });

  it.each([
    [true, true],
    [false, false],
    ["true", false],
    [null, false],
  ])("with purgeProtectionEnabled %j is protected: %s", (purgeProtectionEnabled, expected) => {
    const properties = { ...item.properties, purgeProtectionEnabled };
    expect(readBy(service, { ...item, properties }).purgeProtected).toBe(expected);
  });
}
