import { describe, expect, it } from "vitest";
import { pathAndQuery } from "../../../src/azure/armRequest";
import { commandStyles, renderPlan } from "../../../src/features/copyCommand/renderPlan";
import { services } from "../../../src/services/index";
import type { PlanStep, Plan } from "../../../src/services/plan";
import { isRefusal } from "../../../src/services/service";
import { visible } from "../../../src/ui/text";
import { cases } from "../../catalogue/all";
import { readByPowershell, runInBash, type Call } from "../features/copyCommand/shells";
import { subjectOf, subscriptionId, tenantId } from "../services/samples";
import { described, readFrom } from "./reading";

const endpoint = "https://management.azure.com";
const commands = services.flatMap((service) => service.commands ?? []);

/** Every plan that the examples of the catalogue give, each with what it is called. */
const plans: readonly (readonly [name: string, plan: Plan])[] = cases.flatMap(
  ({ service, examples, plans: { answers = {} } }) =>
    examples.flatMap((example, index) => {
      const resource = readFrom(service, example);
      if (resource === undefined || resource === "live") {
        return [];
      }
      const subject = subjectOf(service, resource);
      const identity = { accountId: "dana", tenantId, endpoint };
      return (["recover", "purge"] as const).flatMap((action) => {
        const steps =
          action === "purge"
            ? service.purge(resource)
            : service.recover(resource, { tenantId, answers });
        return isRefusal(steps)
          ? []
          : [[`${action} ${service.id} ${index}`, { action, subject, identity, steps }] as const];
      });
    }),
);

function rendered(plan: Plan, style: (typeof commandStyles)[number]) {
  return renderPlan(plan, style, { commands, visible });
}

/** What a call of `az rest` or `curl` sends, as {@link described} writes it; else undefined. */
function sentBy({ program, arguments: words }: Call): string | undefined {
  const all = (option: string): readonly string[] =>
    words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
  const isRest = program === "az" && words[0] === "rest";
  if (!isRest && program !== "curl") {
    return undefined;
  }
  const method = all(isRest ? "--method" : "--request")[0]?.toUpperCase() ?? "GET";
  const url = isRest ? all("--url")[0] : words.find((word) => word.startsWith("https://"));
  const headers: Record<string, string> = {};
  for (const line of all(isRest ? "--headers" : "--header")) {
    const [, name = "", value = ""] = /^([^=:]+)(?:=|: )(.*)$/s.exec(line) ?? [];
    if (!["Authorization", "Content-Type"].includes(name)) {
      headers[name] = value;
    }
  }
  const body = all(isRest ? "--body" : "--data-raw")[0];
  const { pathname, search } = new URL(url ?? "");
  return [
    `${method} ${decodeURIComponent(pathname + search)}`,
    ...(Object.keys(headers).length === 0 ? [] : [JSON.stringify(headers)]),
    ...(body === undefined || body === "" ? [] : [body]),
  ].join(" ");
}

function requestsOf(steps: readonly PlanStep[]): readonly string[] {
  return steps.map(({ request }) => described(request));
}

describe("the commands of every plan of the catalogue", () => {
  it("are there for each service that can be recovered or purged", () => {
    const able = cases.filter(({ plans: expected }) =>
      [expected.recover, expected.purge].some(Array.isArray),
    );
    expect(new Set(plans.map(([, { subject }]) => subject.serviceId))).toEqual(
      new Set(able.map(({ service }) => service.id)),
    );
  });

  it.each(["azRest", "curl"] as const)("send its requests and no others as %s", (style) => {
    const runs = runInBash(
      plans.map(([, plan]) => rendered(plan, style).text),
      { environment: { ACCESS_TOKEN: "a-token" } },
    );
    const read = plans.map(([name], index) => [
      name,
      runs[index]?.succeeded,
      runs[index]?.calls.flatMap((call) => sentBy(call) ?? []).filter((line) => !isLook(line)),
    ]);
    expect(read).toEqual(plans.map(([name, { steps }]) => [name, true, requestsOf(steps)]));
  });

  it("carry the token of curl by its variable only", () => {
    for (const [, plan] of plans) {
      expect(rendered(plan, "curl").text).toContain('"Authorization: Bearer $ACCESS_TOKEN"');
    }
    const [run] = runInBash(
      plans.slice(0, 1).map(([, plan]) => rendered(plan, "curl").text),
      { environment: { ACCESS_TOKEN: "a-token" } },
    );
    expect(run?.calls[0]?.arguments).toContain("Authorization: Bearer a-token");
  });

  it("send the same from PowerShell", () => {
    const quoted = /'(?:[^']|'')*'/g;
    for (const [name, plan] of plans) {
      const { text } = rendered(plan, "invokeAzRestMethod");
      const lines = text.split("\n").filter((line) => !line.startsWith("#"));
      const sent = lines
        .filter((line) => /Invoke-(Az)?RestMethod -Method (?!GET)/.test(line))
        .map((line) => {
          const [, method = ""] = /-Method (\w+)/.exec(line) ?? [];
          const words = (line.match(quoted) ?? [])
            .map(readByPowershell)
            .filter((word) => word !== "application/json")
            .map((word) => decodeURIComponent(word.replace(endpoint, "")));
          return [method, ...words].join(" ");
        });
      const expected = plan.steps.map(({ request }) =>
        [
          `${request.method} ${decodeURIComponent(pathAndQuery(request))}`,
          ...Object.entries(request.headers ?? {}).flat(),
          ...(request.body === undefined ? [] : [JSON.stringify(request.body)]),
        ].join(" "),
      );
      expect([name, sent]).toEqual([name, expected]);
    }
  });

  it("say that a purge cannot be undone and skips what the extension looks at", () => {
    for (const [name, plan] of plans) {
      for (const style of commandStyles) {
        const isSaid =
          /^# Purges .*, so it can’t be recovered anymore\. .*doesn’t first check/m.test(
            rendered(plan, style).text,
          );
        expect([name, style, isSaid]).toEqual([name, style, plan.action === "purge"]);
      }
    }
  });
});

function isLook(line: string): boolean {
  return line.startsWith("GET ");
}

/**
 * What stands for the requests, written out as Microsoft documents it. Each row is the only command
 * that is run, with the values of the first example; "az rest" and "Invoke-AzRestMethod" where there
 * is none.
 */
const documented: Readonly<Record<string, readonly [azureCli: RegExp, powershell: RegExp]>> = {
  "recover cognitiveServices 0": [
    /^az cognitiveservices account recover --name \S+ --resource-group \S+ --location \S+ --subscription \S+$/,
    /^New-AzResource -ResourceId '\/subscriptions\/[^']+\/accounts\/[^']+' -Location '\w+' -Properties @\{restore=\$true\} -ApiVersion '[\d-]+' -Force$/,
  ],
  "purge cognitiveServices 0": [
    /^az cognitiveservices account purge --name \S+ --resource-group \S+ --location \S+ --subscription \S+$/,
    /^Remove-AzResource -ResourceId '\/subscriptions\/[^']+\/deletedAccounts\/[^']+' -ApiVersion '[\d-]+'$/,
  ],
  "recover keyVault 0": [
    /^az keyvault recover --name kv-support --resource-group rg-keys --location westus --subscription \S+$/,
    /^Undo-AzKeyVaultRemoval -VaultName 'kv-support' -ResourceGroupName 'rg-keys' -Location 'westus' -SubscriptionId '\S+'$/,
  ],
  "purge keyVault 0": [
    /^az keyvault purge --name kv-support --location westus --subscription \S+$/,
    /^Remove-AzKeyVault -VaultName 'kv-support' -Location 'westus' -InRemovedState -SubscriptionId '\S+'$/,
  ],
  "recover managedHsm 0": [
    /^az keyvault recover --hsm-name hsm1 .*--location westus /,
    /^Undo-AzKeyVaultManagedHsmRemoval /,
  ],
  "purge managedHsm 0": [
    /^az keyvault purge --hsm-name hsm1 --location westus /,
    /^Remove-AzKeyVaultManagedHsm .*-InRemovedState /,
  ],
  "recover apiManagement 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
  "purge apiManagement 0": [
    /^az apim deletedservice purge --service-name \S+ --location southcentralus --subscription \S+$/,
    /^Invoke-AzRestMethod -Method DELETE /,
  ],
  "recover appConfiguration 0": [
    /^az appconfig recover .*--location westus --yes /,
    /^Invoke-AzRestMethod -Method PUT /,
  ],
  "purge appConfiguration 0": [
    /^az appconfig purge .*--location westus /,
    /^Clear-AzAppConfigurationDeletedStore .*-Confirm /,
  ],
  "recover logAnalytics 0": [
    /^az monitor log-analytics workspace recover --workspace-name \S+ --resource-group /,
    /^Restore-AzOperationalInsightsWorkspace .*-Location 'australiasoutheast'$/,
  ],
  "purge logAnalytics 0": [
    /^az monitor log-analytics workspace recover .*\naz monitor log-analytics workspace delete .*--force true /,
    /^Restore-AzOperationalInsightsWorkspace .*\nRemove-AzOperationalInsightsWorkspace .*-ForceDelete$/,
  ],
  "recover machineLearning 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
  "purge machineLearning 0": [/^az rest --method delete /, /^Invoke-AzRestMethod -Method DELETE /],
  "recover computeGallery 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
  "purge computeGallery 0": [/^az rest --method delete /, /^Invoke-AzRestMethod -Method DELETE /],
  "recover storage 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
  "recover appService 0": [
    /^az webapp deleted restore .*--deleted-id \/subscriptions\/\S+ /,
    /^Invoke-AzRestMethod -Method POST /,
  ],
  "recover sqlServer 0": [
    /^az sql server restore .*--location japaneast /,
    /^Restore-AzSqlServer /,
  ],
  "recover sqlDatabase 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
  "recover recoveryServicesVault 0": [
    /^az rest --method post /,
    /^Invoke-AzRestMethod -Method POST /,
  ],
  "recover backupVault 0": [
    /^az rest --method put .*--headers x-ms-deleted-vault-id=/,
    /^Undo-AzDataProtectionVaultDeletion .*-DeletedVaultName '[\da-f-]{36}' -Location 'eastasia' /,
  ],
  "recover backupInstance 0": [
    /^az dataprotection backup-instance deleted-backup-instance undelete /,
    /^Undo-AzDataProtectionBackupInstanceDeletion /,
  ],
  "recover cosmosDb 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
  "recover cosmosDbSoftDeleted 0": [
    /^az cosmosdb softdeleted-account recover /,
    /^Invoke-AzRestMethod -Method DELETE .*RestoreSoftDeletedResource/,
  ],
  "purge cosmosDbSoftDeleted 0": [
    /^az cosmosdb softdeleted-account delete /,
    /^Invoke-AzRestMethod -Method DELETE .*PermanentDeleteResource/,
  ],
  "recover synapseSqlPool 0": [/^az rest --method put /, /^Invoke-AzRestMethod -Method PUT /],
};

describe("the commands of Azure's own", () => {
  const first = plans.filter(([name]) => name.endsWith(" 0"));

  it("are those that Microsoft documents, for every first example", () => {
    expect(first.map(([name]) => name).sort()).toEqual(Object.keys(documented).sort());
    const runs = runInBash(first.map(([, plan]) => rendered(plan, "azureCli").text));
    for (const [index, [name, plan]] of first.entries()) {
      const [azureCli = /^$/, powershell = /^$/] = documented[name] ?? [];
      const run = runs[index]?.calls
        .filter((call) => !(sentBy(call)?.startsWith("GET ") ?? false))
        .map(({ program, arguments: words }) => [program, ...words].join(" "))
        .join("\n");
      expect([name, run]).toEqual([name, expect.stringMatching(azureCli)]);
      const cmdlets = rendered(plan, "powershell")
        .text.split("\n")
        .map((line) => line.trim())
        .filter((line) => /^[A-Z]\w+-Az/.test(line) && !line.startsWith("Set-AzContext"));
      expect([name, cmdlets.join("\n")]).toEqual([name, expect.stringMatching(powershell)]);
    }
  });

  it("each stand for a request of the catalogue, or nobody would ever see them", () => {
    const matched = new Set<unknown>();
    for (const command of commands) {
      for (const [, plan] of plans) {
        for (const style of ["azureCli", "powershell"] as const) {
          const alone = renderPlan(plan, style, { commands: [command], visible });
          const without = renderPlan(plan, style, { commands: [], visible });
          if (alone.text !== without.text) {
            matched.add(command);
          }
        }
      }
    }
    expect(commands.filter((command) => !matched.has(command)).map((one) => one.request)).toEqual([
      // No example of a published deleted site is restored into a slot.
      expect.stringContaining("/slots/{slot}/restoreFromDeletedApp"),
    ]);
  });

  it("take the subscription from the command or from the context, never from what happens to be chosen", () => {
    for (const [name, plan] of plans) {
      const { text } = rendered(plan, "powershell");
      expect([name, text.includes(subscriptionId)]).toEqual([name, true]);
    }
  });
});
