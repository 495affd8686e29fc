import assert from "node:assert/strict";
import * as vscode from "vscode";
import { systemClock } from "../../src/base/clock";
import type { JsonValue } from "../../src/base/json";
import { toolNames, type Contents } from "../../src/ui/ids";
import { services } from "../../src/services/index";
import { Tools } from "../../src/features/languageModelTools/tools";
import { extensionId, extensionUnderTest } from "./product";
import type { SimulatedAzure } from "./simulatedAzure";
import { Stage } from "./stage";

interface Listed {
  readonly total: number;
  readonly resources: readonly { readonly name: string; readonly deletion: string }[];
}

/** What a tool answers to another extension, which calls it as any can: outside of a chat. */
async function call<T>(name: string, input: object): Promise<T> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part, ...more] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  assert.deepEqual(more, []);
  return JSON.parse(part.value) as T;
}

const going = new vscode.CancellationTokenSource().token;

/** The tools by themselves, without the VS Code that asks before it calls them. */
function toolsOn({ access }: Stage, contents: Contents = "shown"): Tools {
  const { inventory, planner, runner } = access;
  return new Tools({
    targets: {
      inventory,
      serviceOf: ({ resource }) => {
        const found = services.find(({ id }) => id === resource.serviceId);
        assert.ok(found !== undefined);
        return found;
      },
      ensureRead: () => Promise.resolve(contents),
    },
    planner,
    runner,
    announce: () => Promise.resolve(),
    nameFinder: () => Promise.reject(new Error("Nobody looks for a name here.")),
    explain: (_serviceId, failure) => failure.message,
    manifest: extensionUnderTest().packageJSON as JsonValue,
    clock: systemClock,
  });
}

export function toolSuite(azure: SimulatedAzure): void {
  suite("the tools for language models", () => {
    test("are known to VS Code, and none of them purges", () => {
      const own = vscode.lm.tools.filter(({ tags }) => tags.includes("soft-delete"));
      assert.deepEqual(own.map(({ name }) => name).sort(), Object.values(toolNames).toSorted());
      assert.deepEqual(
        vscode.lm.tools.filter(({ name }) => name.includes("purge")),
        [],
      );
    });

    test("list what is deleted, as far as it was asked for", async () => {
      const stage = await Stage.set(azure);
      const all = await call<Listed>(toolNames.list, {});
      assert.equal(all.total, new Set(stage.names()).size);
      const some = await call<Listed>(toolNames.list, {
        subscription: "Contoso Production",
        service: "keyVault",
        nameContains: "SUPPORT",
      });
      assert.deepEqual(
        some.resources.map(({ name }) => name),
        ["kv-support-prod"],
      );
      assert.deepEqual(await azure.changes(), []);
    });

    test("find who holds a name, also from an error message", async () => {
      await Stage.set(azure);
      const found = await call<{ readonly softDeleted: Listed["resources"] }>(
        toolNames.findHolder,
        { text: "https://kv-support-prod.vault.azure.net" },
      );
      assert.deepEqual(
        found.softDeleted.map(({ name }) => name),
        ["kv-support-prod"],
      );
    });

    test("plan a recovery and send nothing", async () => {
      await Stage.set(azure);
      const plan = await call<{
        readonly possible: boolean;
        readonly steps: readonly { readonly does: string; readonly to: string }[];
        readonly doesNotComeBack: readonly string[];
      }>(toolNames.plan, { resource: "foundry-research" });
      assert.ok(plan.possible);
      assert.deepEqual(plan.steps, [
        { does: "Create resource group in eastus2", to: "rg-research" },
        { does: "Recover Foundry resource", to: "foundry-research" },
      ]);
      assert.ok(plan.doesNotComeBack.length > 0);
      assert.deepEqual(await azure.changes(), []);
    });

    test("say what is wrong with a call in one sentence", async () => {
      await Stage.set(azure);
      await assert.rejects(
        call(toolNames.plan, { resource: "kv-nobody-has" }),
        /No deleted resource named "kv-nobody-has" was found with this account/,
      );
      await assert.rejects(
        call(toolNames.recover, { resource: "kv-support-prod", force: true }),
        /The input "force" isn't supported/,
      );
      await assert.rejects(
        call(toolNames.findHolder, { text: "   " }),
        /"text" can't be empty|No name was found in the text/,
      );
    });

    test("recover what the confirmation has shown", async () => {
      const stage = await Stage.set(azure);
      // To tests, VS Code answers its own question with yes; the tests of the window say no.
      const result = await call(toolNames.recover, { resource: "kv-support-prod" });
      assert.deepEqual(result, { name: "kv-support-prod", outcome: "succeeded", notes: [] });
      const truth = await azure.subscription("Contoso Production");
      assert.ok(truth.vaults.includes("kv-support-prod"));
      assert.equal((await azure.changes()).length, 1);
      await stage.goneFromInventory("kv-support-prod");
    });

    test("ask with the whole plan, in text that is nothing but text", async () => {
      const tools = toolsOn(await Stage.set(azure));
      const prepared = await tools.prepare(toolNames.recover, { resource: "vision-labels" }, going);
      assert.equal(prepared.confirmationMessages?.title, 'Recover "vision-labels"?');
      const message = prepared.confirmationMessages.message as vscode.MarkdownString;
      assert.ok(message.isTrusted !== true && message.supportHtml !== true);
      const text = message.value.replaceAll("\\", "");
      assert.match(text, /is recovered to resource group "rg-/);
      assert.match(text, /1\. Recover key vault: "kv-cmk-prod", for the customer-managed key/);
      assert.match(text, /2\. Recover [^\n]+: "vision-labels"/);
      assert.match(text, /What doesn't come back/);
      assert.deepEqual(await azure.changes(), []);
    });

    test("recover nothing where nobody was asked, or something else was", async () => {
      const tools = toolsOn(await Stage.set(azure));
      const input = { resource: "kv-support-prod" };
      const unasked =
        /Nothing was sent because the user didn't see a confirmation\. Call the tool again\./;
      await assert.rejects(tools.invoke(toolNames.recover, input, going), unasked);
      await tools.prepare(toolNames.recover, { resource: "kv-dev-old" }, going);
      await assert.rejects(tools.invoke(toolNames.recover, input, going), unasked);
      assert.deepEqual(await azure.changes(), []);

      await tools.prepare(toolNames.recover, input, going);
      await tools.invoke(toolNames.recover, input, going);
      assert.equal((await azure.changes()).length, 1);
      // What was confirmed once is not confirmed again; by now, it is back as well.
      await assert.rejects(tools.invoke(toolNames.recover, input, going));
      assert.equal((await azure.changes()).length, 1);
    });

    test("say why nothing can be recovered, before and after", async () => {
      const tools = toolsOn(await Stage.set(azure), "signedOut");
      const input = { resource: "kv-support-prod" };
      const prepared = await tools.prepare(toolNames.recover, input, going);
      assert.equal(prepared.confirmationMessages?.title, "Can't recover this resource");
      for (const name of Object.values(toolNames)) {
        const given =
          name === toolNames.list ? {} : name === toolNames.findHolder ? { text: "kv" } : input;
        await assert.rejects(
          tools.invoke(name, given, going),
          /Nobody is signed in to Azure\. Ask the user to run the command "Azure Deleted Resources: Sign In to Azure\.\.\.", then try again\./,
        );
      }
    });

    test("leave the recovery out of what can be approved once and for all", () => {
      const name = `${extensionId}/recoverDeletedResource`;
      const eligible = vscode.workspace
        .getConfiguration("chat.tools")
        .get<Readonly<Record<string, boolean>>>("eligibleForAutoApproval");
      assert.equal(eligible?.[name], false);
    });
  });
}
