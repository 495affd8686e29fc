import { describe, expect, it } from "vitest";
import { summarizeExpiry } from "../../../../src/features/expiry/expiry";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { keyVault } from "../../../../src/services/keyVault";
import { statusText } from "../../../../src/features/expiry/statusTexts";
import { inHours, listed, now } from "../../inventory/listed";

function statusOf(items: readonly InventoryItem[]): ReturnType<typeof statusText> {
  const summary = summarizeExpiry(items, 24, now);
  return statusText(summary, { serviceOf: () => keyVault, warnHours: 24, now });
}

describe("the status bar", () => {
  it("is silent where nothing is deleted", () => {
    expect(statusOf([])).toBeUndefined();
  });

  it("tells how many are deleted where none expires soon", () => {
    const items = [
      listed({ name: "kv-late", purgeAt: inHours(31.5) }, "Contoso"),
      listed({ name: "kv-later", purgeAt: inHours(100) }),
    ];
    expect(statusOf(items)).toEqual({
      text: "$(trash) 2 deleted",
      tooltip: [
        "Deleted Azure resources: 2",
        'Next to expire: key vault "kv-late" in Contoso, 31 h left',
      ].join("\n"),
      isWarning: false,
    });
  });

  it("warns of what expires within the hours, and says how soon", () => {
    const soon = listed({ name: "kv-soon", purgeAt: inHours(3) });
    const items = [soon, listed({ name: "other" })];
    expect(statusOf(items)).toEqual({
      text: "$(trash) 1 expires in 3 h",
      tooltip: expect.stringContaining("\nExpiring within 24 hours: 1") as unknown,
      isWarning: true,
    });
    expect(statusOf([...items, listed({ name: "kv-next", purgeAt: inHours(20) })])).toEqual({
      text: "$(trash) 2 expire, first in 3 h",
      tooltip: expect.stringContaining("\nExpiring within 24 hours: 2") as unknown,
      isWarning: true,
    });
  });

  it("tells the number alone where no time is known", () => {
    const items = Array.from({ length: 1_234 }, (_, place) =>
      listed({ name: `kv-${String(place)}`, purgeAt: undefined }),
    );
    expect(statusOf(items)?.text).toBe("$(trash) 1,234 deleted");
  });

  it("shows what a name hides", () => {
    const items = [listed({ name: "kv\u202eevil", purgeAt: inHours(3) })];
    expect(statusOf(items)?.tooltip).toContain('"kv[U+202E]evil"');
  });
});
