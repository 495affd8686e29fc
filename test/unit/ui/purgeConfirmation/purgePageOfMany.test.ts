import { describe, expect, it } from "vitest";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { cognitiveServices } from "../../../../src/services/cognitiveServices";
import { keyVault } from "../../../../src/services/keyVault";
import type { SoftDeleteService } from "../../../../src/services/service";
import { purgeContent, type PageContent } from "../../../../src/ui/purgeConfirmation/content";
import { eachOnce } from "../../../../src/ui/purgeConfirmation/groups";
import { pageHtml } from "../../../../src/ui/purgeConfirmation/html";
import { account, readBy, production as subscription, vault } from "../../services/samples";
import { frame, now, proposalOf, serviceOf } from "./purgePages";
import { leastCpuTime } from "../../cpuTime";
import type { Blocked } from "../../../../src/planning/proposals";

function itemsOf(service: SoftDeleteService, count: number, name = "n"): readonly InventoryItem[] {
  const resource = readBy(service, service === keyVault ? vault : account);
  return Array.from({ length: count }, (_, index) => ({
    subscription,
    resource: { ...resource, name: `${name}-${String(index)}` },
  }));
}

function contentOf(items: readonly InventoryItem[], refused: readonly Blocked[] = []): PageContent {
  return purgeContent(items.map(proposalOf), refused, serviceOf, now);
}

function occurrences(html: string, text: string): number {
  return html.split(text).length - 1;
}

describe("the Confirm Purge page", () => {
  it("describes twenty one by one, and more by service", () => {
    expect(contentOf(itemsOf(keyVault, 20)).many).toBeUndefined();
    expect(contentOf(itemsOf(keyVault, 20)).items).toHaveLength(20);
    const { many, items } = contentOf([
      ...itemsOf(keyVault, 300),
      ...itemsOf(cognitiveServices, 40),
    ]);
    expect(items).toEqual([]);
    expect(many?.groups.map(({ name, count, rows }) => [name, count, rows.length])).toEqual([
      [keyVault.name, 300, 300],
      [cognitiveServices.name, 40, 40],
    ]);
  });

  it("asks for the same phrase as for a few", () => {
    const content = contentOf(itemsOf(keyVault, 300));
    expect(content.word).toBe("purge 300");
    expect(content.title).toBe("Purge 300 resources permanently?");
  });

  it("asks for the name of the only one where all others are refused", () => {
    const refused = itemsOf(keyVault, 30, "r").map((item): Blocked => ({
      possible: false,
      item,
      reason: "No.",
    }));
    const content = contentOf(itemsOf(keyVault, 1), refused);
    expect(content.word).toBe("n-0");
    expect(content.title).toBe("Purge this key vault permanently?");
  });

  it("says what is destroyed once, and names each one", () => {
    const items = itemsOf(keyVault, 300);
    const html = pageHtml(contentOf(items), frame);
    const [first] = items;
    const [destroyed = ""] =
      first === undefined ? [] : keyVault.consequences(first.resource).destroyed;
    expect(occurrences(html, destroyed)).toBe(1);
    for (const { resource } of items) {
      expect(html).toContain(`<td><bdi>${resource.name}</bdi></td>`);
    }
    // The sentence that names each: some of them, and how many more there are.
    expect(occurrences(html, "Anyone in Azure can use the name &quot;")).toBe(3);
    expect(html).toContain("And 297 similar entries for the other resources.");
  });

  it("shows one request of each way, and how often it is sent", () => {
    const items = [...itemsOf(keyVault, 30), ...itemsOf(cognitiveServices, 1)];
    const html = pageHtml(contentOf(items), frame);
    expect(occurrences(html, "<pre ")).toBe(2);
    expect(html).toContain("Sent 30 times,");
    expect(html).toContain("Sent once:");
  });

  it("groups what is not purged by the reason, with counts and all names", () => {
    const refusedFor = (reason: string, name: string, count: number): readonly Blocked[] =>
      itemsOf(keyVault, count, name).map((item) => ({ possible: false, item, reason }));
    const content = contentOf(itemsOf(keyVault, 30), [
      ...refusedFor("Protection is on.", "p", 25),
      ...refusedFor("One at a time.", "m", 2),
    ]);
    const html = pageHtml(content, frame);
    expect(html).toContain("<h2>Not purged: 25</h2>\n      <p>Protection is on.</p>");
    expect(html).toContain("<h2>Not purged: 2</h2>\n      <p>One at a time.</p>");
    expect(occurrences(html, "<li><bdi>p-")).toBe(25);
  });

  it("escapes every name, and allows no more than the page of a few", () => {
    const evil = `"><script>alert(1)</script>`;
    const html = pageHtml(contentOf(itemsOf(keyVault, 30, evil)), frame);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain(evil);
    expect(html).not.toMatch(/\son\w+=|\sstyle=|javascript:/i);
    const csp = (text: string): string | undefined => /Policy" content="([^"]*)"/.exec(text)?.[1];
    expect(csp(html)).toBe(csp(pageHtml(contentOf(itemsOf(keyVault, 1)), frame)));
  });

  it("of 8,000 is made in a second", () => {
    let html = "";
    const took = leastCpuTime(() => {
      html = pageHtml(contentOf(itemsOf(keyVault, 8000)), frame);
    }, 1000);
    expect(took).toBeLessThan(1000);
    expect(occurrences(html, "<tr>")).toBe(8001);
    expect(html.length).toBeLessThan(3_000_000);
  });
});

describe("sentences of many", () => {
  it("stand once each, those of all before those of some", () => {
    expect(eachOnce([["b", "a"], ["a"], ["a", "b"]])).toEqual(["a", "For 2 of these resources: b"]);
    expect(eachOnce([["x1"], ["x2"], ["x3"], ["x4"], ["x5"]])).toEqual([
      "x1",
      "x2",
      "x3",
      "And 2 similar entries for the other resources.",
    ]);
    expect(eachOnce([])).toEqual([]);
    expect(eachOnce([["a", "a"]])).toEqual(["a"]);
  });
});
