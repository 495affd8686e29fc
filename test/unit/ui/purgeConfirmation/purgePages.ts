import type { InventoryItem } from "../../../../src/inventory/inventorySnapshot";
import { cognitiveServices } from "../../../../src/services/cognitiveServices";
import { keyVault } from "../../../../src/services/keyVault";
import { isRefusal, type SoftDeleteService } from "../../../../src/services/service";
import type { PageFrame } from "../../../../src/ui/purgeConfirmation/html";
import { asDana, subjectOf } from "../../services/samples";
import type { PurgeProposal } from "../../../../src/planning/proposals";

/** When the pages are shown. */
export const now = Date.parse("2026-03-01T12:00:00Z");

/** What surrounds a page's content. */
export const frame: PageFrame = {
  language: "en",
  cspSource: "https://*.vscode-cdn.net",
  nonce: "nonce-of-this-page",
  styleUri: "https://file.vscode-cdn.net/style.css",
  scriptUri: "https://file.vscode-cdn.net/script.js",
  page: "page-of-this-page",
};

/** The service of an item: there are key vaults and AI services accounts. */
export function serviceOf({ resource }: Pick<InventoryItem, "resource">): SoftDeleteService {
  return resource.serviceId === "keyVault" ? keyVault : cognitiveServices;
}

/** The purge of an item, as the planner proposes it. */
export function proposalOf(item: InventoryItem): PurgeProposal {
  const { resource } = item;
  const service = serviceOf(item);
  const steps = service.purge(resource);
  if (isRefusal(steps)) {
    throw new Error(steps.refused);
  }
  const subject = subjectOf(service, resource);
  return {
    possible: true,
    action: "purge",
    item,
    plan: { action: "purge", subject, identity: asDana, steps },
  };
}
