import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { cognitiveServices } from "../../../../src/services/cognitiveServices";
import type { DeletedResource } from "../../../../src/services/deletedResource";
import { keyVault } from "../../../../src/services/keyVault";
import {
  pageContent,
  pageItem,
  type PageContent,
} from "../../../../src/ui/purgeConfirmation/content";
import { pageHtml } from "../../../../src/ui/purgeConfirmation/html";
import { escapeHtml, visible } from "../../../../src/ui/text";
import { anyText } from "../../azure/arbitraries";
import { account, production, readBy, vault } from "../../services/samples";
import { frame, now, proposalOf, serviceOf } from "./purgePages";
import type { Blocked, PurgeProposal } from "../../../../src/planning/proposals";

function itemOf(resource: DeletedResource, subscriptionName = "Production"): InventoryItem {
  return { subscription: { ...production, name: subscriptionName }, resource };
}

const aoai = proposalOf(itemOf(readBy(cognitiveServices, account)));
const kv = proposalOf(itemOf(readBy(keyVault, vault)));

function contentOf(
  proposals: readonly PurgeProposal[],
  refused: readonly Blocked[] = [],
): PageContent {
  return pageContent(
    proposals.map((proposal) => pageItem(proposal, serviceOf(proposal.item), now)),
    refused,
  );
}

/** The tags of a page, as "<name", and its text with every entity still in it. */
function tagsOf(html: string): readonly string[] {
  return html.match(/<\/?[a-z!][^\s>]*/gi) ?? [];
}

describe("the Confirm Purge page", () => {
  it("for one resource asks for its name and says all there is to know", () => {
    const content = contentOf([aoai]);
    expect(content.word).toBe("aoai");
    expect(content.title).toBe("Purge this Azure OpenAI resource permanently?");
    expect(content.instruction).toMatch(
      /This can't be undone, not even by Microsoft\. To continue, type the name:$/,
    );
    expect(content.refused).toEqual([]);
    const { destroyed, freed, billed } = cognitiveServices.consequences(aoai.item.resource);
    expect(content.items).toEqual([
      {
        name: "aoai",
        noun: "Azure OpenAI resource",
        where: "swedencentral, resource group rg-support, subscription Production",
        timeLeft: expect.stringContaining("48 h left") as string,
        destroyed,
        freed,
        noLongerBilled: billed,
        requests: [
          `DELETE https://management.azure.com${aoai.item.resource.deletedPath}?api-version=2025-06-01`,
        ],
      },
    ]);
  });

  it("for several asks for a phrase with their number", () => {
    const content = contentOf([aoai, kv]);
    expect(content.word).toBe("purge 2");
    expect(content.title).toBe("Purge 2 resources permanently?");
    expect(content.items.map(({ name }) => name)).toEqual(["aoai", "kv"]);
    expect(content.items[1]?.requests[0]).toMatch(/^POST .*\/deletedVaults\/kv\/purge\?/);
  });

  it("names what is not purged, and why", () => {
    const refused: Blocked = { possible: false, item: kv.item, reason: "Protection is on." };
    const content = contentOf([aoai], [refused]);
    expect(content.refused).toEqual([{ name: "kv", reason: "Protection is on." }]);
    const html = pageHtml(content, frame);
    expect(html).toContain("<h2>Not purged</h2>");
    expect(html).toContain("<strong><bdi>kv</bdi></strong>: Protection is on.");
    expect(pageHtml(contentOf([aoai]), frame)).not.toContain("Not purged");
  });

  it("shows every sentence and request of its content", () => {
    const content = contentOf([aoai, kv]);
    const html = pageHtml(content, frame);
    for (const item of content.items) {
      for (const text of [...item.destroyed, ...item.freed, ...item.noLongerBilled]) {
        expect(html).toContain(`<li>${escapeHtml(text)}</li>`);
      }
      for (const text of item.requests) {
        expect(html).toContain(`<pre tabindex="0">${escapeHtml(text)}</pre>`);
      }
      expect(html).toContain(escapeHtml(item.where));
    }
  });

  it("shows a request's body below its line", () => {
    const [step] = kv.plan.steps;
    if (step === undefined) {
      throw new Error("There is no step.");
    }
    const steps = [{ ...step, request: { ...step.request, body: { force: true } } }];
    const content = contentOf([{ ...kv, plan: { ...kv.plan, steps } }]);
    expect(content.items[0]?.requests[0]).toMatch(/2026-02-01\n\{\n {2}"force": true\n\}$/);
    expect(pageHtml(content, frame)).toContain("{\n  &quot;force&quot;: true\n}</pre>");
  });

  it("has the label and buttons people and tests know, the dangerous one disabled", () => {
    const html = pageHtml(contentOf([aoai]), frame);
    expect(html).toContain('<label for="typed">Type the name to confirm</label>');
    expect(html).toMatch(/<input id="typed" type="text"/);
    expect(html).toMatch(/<button id="purge" type="submit"[^>]* disabled>Purge permanently</);
    expect(html).toMatch(/<button id="cancel" type="button"[^>]*>Cancel</);
    expect(html).toContain('data-word="aoai"');
    expect(html).toContain('data-page="page-of-this-page"');
  });

  it("lets nothing run but its own script, and nothing load but its own style", () => {
    const html = pageHtml(contentOf([aoai]), frame);
    const csp = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    expect(csp.replaceAll("&#39;", "'").split("; ")).toEqual([
      "default-src 'none'",
      "style-src https://*.vscode-cdn.net",
      "script-src 'nonce-nonce-of-this-page'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="nonce-of-this-page" src=');
    expect(html).not.toMatch(/\son\w+=|\sstyle=|javascript:/i);
  });
});

describe("hostile names", () => {
  const hostile = fc.oneof(
    anyText,
    fc.constantFrom(
      `"><script>alert(1)</script>`,
      "</code><img src=x onerror=alert(1)>",
      "' onfocus='alert(1)",
      "\u202ekv",
      "<!--",
    ),
  );

  it("add no tag and no attribute to the page, wherever they stand", () => {
    const plain = tagsOf(pageHtml(contentOf([aoai], [{ ...refusedKv, reason: "r" }]), frame));
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (name, group, subscription, reason) => {
        const resource = { ...aoai.item.resource, name, resourceGroup: group };
        const item = itemOf(resource, subscription);
        const content = contentOf([{ ...aoai, item }], [{ possible: false, item, reason }]);
        const html = pageHtml(content, frame);
        expect(tagsOf(html)).toEqual(plain);
        expect(content.word).toBe(visible(name));
        expect(/data-word="([^"]*)">\n/.exec(html)?.[1]).toBe(escapeHtml(name));
        expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }),
      { numRuns: 200 },
    );
  });

  const refusedKv = { possible: false as const, item: kv.item };
});
