import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cognitiveServices } from "../../../src/services/cognitiveServices";
import { keyVault } from "../../../src/services/keyVault";
import { prerequisiteAt } from "../../../src/services/parts/prerequisites";
import type { PlanStep } from "../../../src/services/plan";
import type { SoftDeleteService } from "../../../src/services/service";
import { recoveryText } from "../../../src/ui/recoveryText";
import { anyText } from "../azure/arbitraries";
import {
  account,
  asDana,
  production as subscription,
  readBy,
  subjectOf,
  vault,
} from "../services/samples";
import type { Dependency } from "../../../src/planning/dependency";
import type { RecoverProposal } from "../../../src/planning/proposals";

const item = { subscription, resource: readBy(cognitiveServices, account) };
const vaultItem = { subscription, resource: readBy(keyVault, vault) };

function step(id: string, target: string, rest: Partial<PlanStep> = {}): PlanStep {
  return {
    id,
    title: `Recover ${id}`,
    target,
    request: { method: "PUT", path: `/${id}`, apiVersion: "1" },
    ...rest,
  };
}

const own = step("recover", "aoai");

function textOf(
  some: Partial<RecoverProposal>,
  steps = [own],
  isAlone = true,
  service: SoftDeleteService = cognitiveServices,
): string {
  const proposal: RecoverProposal = {
    possible: true,
    action: "recover",
    item,
    plan: {
      action: "recover",
      subject: subjectOf(cognitiveServices, item.resource),
      identity: asDana,
      steps,
    },
    dependencies: [],
    refused: [],
    omitted: [],
    regionChoices: [],
    choices: [],
    home: { resourceGroup: "rg-support", location: "swedencentral" },
    ...some,
  };
  return recoveryText(proposal, service, { isAlone, deletedWhen: undefined });
}

function dependency(
  state: "gone" | "unknown" | "live",
  name: string,
  neededFor: string,
): Dependency {
  const found = prerequisiteAt("Microsoft.KeyVault/vaults", vault.properties.vaultId, {
    neededFor,
    without: "It stays locked.",
  });
  if (found === undefined) {
    throw new Error("The sample has no id.");
  }
  return { ...found, name, state };
}

describe("the question before a recovery", () => {
  it("has no list where there is one step", () => {
    expect(textOf({})).toMatch(/^The Azure OpenAI resource "aoai" is recovered to .*\.$/m);
    expect(textOf({})).not.toContain("1.");
  });

  it("lists the steps in their order, with what they are for and whether they are optional", () => {
    const text = textOf({}, [
      step("createResourceGroup", "rg"),
      step("vault", "kv", { neededFor: "its key" }),
      step("logs", "log", { neededFor: "its logs", optional: true }),
      own,
    ]);
    const lines = text.split("\n");
    const first = lines.findIndex((line) => line.startsWith("1. "));
    expect(lines.slice(first, first + 4)).toEqual([
      '1. Recover createResourceGroup: "rg"',
      '2. Recover vault: "kv", for its key',
      '3. Recover logs: "log", for its logs (optional)',
      '4. Recover recover: "aoai"',
    ]);
    expect(text).toMatch(
      /A resource group that's created again is empty\. Its other resources don't come back\./,
    );
    expect(textOf({}, [step("vault", "kv"), own])).not.toMatch(/is empty/);
  });

  it("says what the plan cannot do, each thing once", () => {
    const gone = dependency("gone", "kv", "its key");
    const text = textOf({
      dependencies: [gone, gone, dependency("live", "kv-live", "its key")],
      refused: [
        { item: vaultItem, neededFor: "its key", reason: "Use the portal." },
        { item: vaultItem, neededFor: "its key", reason: "Use the portal." },
      ],
      omitted: [{ name: "appi", reason: "You may not." }],
    });
    expect(text.match(/no longer exists and can't be recovered/g)).toHaveLength(1);
    expect(text.match(/isn't part of this recovery\. Use the portal\./g)).toHaveLength(1);
    expect(text).toContain('Left out: "appi". You may not.');
    expect(text).not.toContain("kv-live");
  });

  it("is short where several are asked about", () => {
    const alone = textOf({}, [step("vault", "kv"), own]);
    const together = textOf({}, [step("vault", "kv"), own], false);
    expect(together.length).toBeLessThan(alone.length);
    expect(together).not.toContain("\n\n");
  });

  it("leaves to the details what there is no room for: a dialog does not scroll", () => {
    const notRestored = [...Array(6).keys()].map((at) => `${String(at)} ${"is lost ".repeat(20)}`);
    const losing = {
      ...cognitiveServices,
      consequences: () => ({ destroyed: [], freed: [], billed: [], notRestored }),
    };
    const few = textOf({}, [step("vault", "kv"), own], true, {
      ...losing,
      consequences: () => ({ destroyed: [], freed: [], billed: [], notRestored: ["Jobs."] }),
    });
    expect(few).toContain("What doesn't come back, and other notes:\n• Jobs.");
    const many = [...Array(6).keys()].map((at) => step(`vault${String(at)}`, "kv"));
    const text = textOf({}, [...many, own], true, losing);
    expect(text).not.toContain("is lost");
    expect(text).toContain("7. Recover recover");
    expect(text).toMatch(/To see what doesn't come back, select "Show Details"\.$/);
  });

  it("keeps each hostile name visible and in its line", () => {
    const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;
    const text = (name: string): string =>
      textOf(
        {
          dependencies: [dependency("gone", name, name), dependency("unknown", name, name)],
          refused: [
            {
              item: { ...vaultItem, resource: { ...vaultItem.resource, name } },
              neededFor: name,
              reason: name,
            },
          ],
          omitted: [{ name, reason: name }],
          home: { resourceGroup: name, location: name },
        },
        [step("vault", name, { neededFor: name, title: name, overwrites: name }), own],
        false,
      );
    const lines = text("plain").split("\n").length;
    fc.assert(
      fc.property(anyText, (name) => {
        const shown = text(name);
        expect(shown).not.toMatch(unseen);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown.split("\n")).toHaveLength(lines);
      }),
    );
  });
});
