import { describe, expect, it } from "vitest";
import {
  commandStyles,
  renderPlan,
  type CommandStyle,
} from "../../../../src/features/copyCommand/renderPlan";
import { UnquotableTextError } from "../../../../src/base/shellQuoting";
import { services } from "../../../../src/services/index";
import type { Postcondition, PlanStep, Plan } from "../../../../src/services/plan";
import { visible } from "../../../../src/ui/text";
import { subscriptionId } from "../../services/samples";
import { purgeAccount, purgeVault, recoverAccount, recoverWithGroup } from "../../operations/plans";
import { runInBash } from "./shells";

const commands = services.flatMap((service) => service.commands ?? []);

function rendered(plan: Plan, style: CommandStyle, remarks: readonly string[] = []) {
  return renderPlan(plan, style, { commands, visible, remarks });
}

function withSteps(plan: Plan, change: (step: PlanStep, index: number) => PlanStep): Plan {
  return { ...plan, steps: plan.steps.map(change) };
}

/** What was started, as far as the first words of it tell. */
function started(
  text: string,
  fails?: string,
): { readonly what: readonly string[]; readonly succeeded: boolean | undefined } {
  const [run] = runInBash([text], fails === undefined ? {} : { fails });
  return {
    what: (run?.calls ?? []).map(({ program, arguments: words }) =>
      [program, ...words.slice(0, 3)].join(" "),
    ),
    succeeded: run?.succeeded,
  };
}

describe("a plan of one step", () => {
  it("is one line below what there is to know", () => {
    expect(rendered(purgeVault, "azureCli")).toEqual({
      text: [
        "# Purges the key vault “kv”, so it can’t be recovered anymore. Unlike the extension, this command doesn’t first check that this is still the deleted resource you were shown.",
        `az keyvault purge --name 'kv' --location 'westus' --subscription '${subscriptionId}'`,
        "",
      ].join("\n"),
      preview: `az keyvault purge --name 'kv' --location 'westus' --subscription '${subscriptionId}'`,
      shells: "both",
    });
  });

  it("says what a refusal that passes means", () => {
    expect(rendered(purgeAccount, "curl").text).toMatch(
      /# Azure may refuse the request with status 409 while the deletion is still in progress, for up to \d+ minutes\. If that happens, run the command again\./,
    );
  });

  it("names how to get the token, and has none", () => {
    const { text, shells } = rendered(recoverAccount, "curl");
    expect(text).toContain(
      `# ACCESS_TOKEN=$(az account get-access-token --subscription '${subscriptionId}' --query accessToken --output tsv)\n`,
    );
    expect(text).not.toMatch(/Bearer (?!\$ACCESS_TOKEN")/);
    expect(shells).toBe("bash");
  });

  it("has the second way as a comment, to be run by who is refused the first", () => {
    const plan = withSteps(recoverAccount, (step) => ({
      ...step,
      fallbackRequest: {
        ...step.request,
        method: "PATCH",
        body: { properties: { restore: true } },
      },
    }));
    const { text } = rendered(plan, "azRest");
    expect(text).toMatch(
      /# If Azure refuses this request with status 400, send this one instead:\n# az rest --method patch .*\naz rest --method put /,
    );
    expect(started(text).what).toEqual(["az rest --method put"]);
    // Azure's own command knows that by itself.
    expect(rendered(plan, "azureCli").text).not.toContain(
      "If Azure refuses this request with status 400, send this one instead:",
    );
  });
});

describe("a plan of several steps", () => {
  it("waits in bash until what the first has made is there", () => {
    const { text } = rendered(recoverWithGroup, "azRest");
    expect(started(text)).toEqual({
      what: ["az rest --method put", "az rest --method get", "az rest --method put"],
      succeeded: true,
    });
  });

  it("goes no further in bash where a step fails, or its effect never shows", () => {
    const { text } = rendered(recoverWithGroup, "azRest");
    expect(started(text, "*--method put*resourcegroups/rg-support*")).toEqual({
      what: ["az rest --method put"],
      succeeded: false,
    });
    expect(text).toContain("for i in {1..360}; do ");
    const never = started(text.replaceAll("360", "3"), "*--method get*");
    expect(never).toEqual({
      what: ["az rest --method put", ...Array<string>(3).fill("az rest --method get")],
      succeeded: false,
    });
  });

  it("leaves the waiting to commands that wait themselves", () => {
    const { text } = rendered(recoverWithGroup, "azureCli");
    expect(started(text).what).toEqual([
      "az group create --name",
      "az cognitiveservices account recover",
    ]);
  });

  it("goes on without a step that is optional", () => {
    const plan = withSteps(recoverWithGroup, (step, index) =>
      index === 0 ? { ...step, optional: true } : step,
    );
    const { text } = rendered(plan, "azureCli");
    expect(text).toContain("# 1. Create resource group: “rg-support” (optional)");
    expect(started(text, "*group create*")).toEqual({
      what: ["az group create --name", "az cognitiveservices account recover"],
      succeeded: true,
    });
    expect(rendered(plan, "powershell").text).toMatch(
      /try \{\n {4}New-AzResourceGroup .*\n {2}\} catch/,
    );
  });

  it("is one block in PowerShell that ends at the first error", () => {
    expect(rendered(recoverWithGroup, "invokeAzRestMethod").text.split("\n").slice(3)).toEqual([
      expect.stringMatching(/^# Azure may refuse/),
      "& {",
      "  $ErrorActionPreference = 'Stop'",
      expect.stringMatching(
        /^ {2}\$answer = Invoke-AzRestMethod -Method PUT -Path '.*' -Payload '\{"location":"swedencentral"\}'$/,
      ),
      "  if ($answer.StatusCode -ge 400) { throw $answer.Content }",
      expect.stringMatching(
        /^ {2}for \(\$i = 1; -not \(\(Invoke-AzRestMethod -Method GET -Path '.*'\)\.StatusCode -eq 200\); \$i\+\+\) \{$/,
      ),
      expect.stringMatching(/^ {4}if \(\$i -ge 360\) \{ throw '.*' \}$/),
      "    Start-Sleep -Seconds 10",
      "  }",
      expect.stringMatching(/^ {2}\$answer = Invoke-AzRestMethod -Method PUT /),
      "  if ($answer.StatusCode -ge 400) { throw $answer.Content }",
      "}",
      "",
    ]);
  });

  it("chooses the subscription for cmdlets that cannot be told it", () => {
    expect(rendered(recoverWithGroup, "powershell").text).toContain(
      `  Set-AzContext -Tenant '11111111-1111-4111-8111-111111111111' -Subscription '${subscriptionId}' -Scope Process | Out-Null\n  New-AzResourceGroup `,
    );
    expect(rendered(purgeVault, "powershell").text).not.toContain("Set-AzContext");
  });

  const list = { method: "GET", path: "/subscriptions/1/hsms", apiVersion: "1" } as const;
  it.each<
    readonly [what: string, effect: Postcondition | undefined, bash: RegExp, powershell: RegExp]
  >([
    [
      "an entry of a list",
      { request: list, entry: { path: ["name"], value: "HSM'1" }, expects: "present" },
      /--query 'value\[\]\.name' --output tsv 2>\/dev\/null \| grep -qixF -- 'HSM'\\''1' && break/,
      /ConvertFrom-Json\)\.value\.name -contains 'HSM''1'/,
    ],
    [
      "a value",
      {
        request: list,
        where: { path: ["properties", "status"], value: "Online" },
        expects: "present",
      },
      /--query 'properties\.status' --output tsv 2>\/dev\/null \| grep -qixF -- 'Online' && break/,
      /ConvertFrom-Json\)\.properties\.status -contains 'Online'/,
    ],
    [
      "nothing that a read tells",
      undefined,
      /read -r -p '.*press Enter/,
      /Read-Host '.*press Enter/,
    ],
    ["what is not there any more", { request: list, expects: "absent" }, /read -r -p/, /Read-Host/],
  ])("waits for %s", (_what, postcondition, bash, powershell) => {
    const plan = withSteps(recoverWithGroup, ({ postcondition: own, ...step }, index) => {
      const shown = index === 0 ? postcondition : own;
      return shown === undefined ? step : { ...step, postcondition: shown };
    });
    expect(rendered(plan, "azRest").text).toMatch(bash);
    expect(rendered(plan, "invokeAzRestMethod").text).toMatch(powershell);
  });
});

describe("a hostile name", () => {
  const hostile = "x'; touch /tmp/never; $(touch /tmp/never) `touch /tmp/never`\n# \u202e\"y";
  const plan = (name: string): Plan => ({
    ...withSteps(recoverWithGroup, (step) => ({
      ...step,
      target: name,
      title: `Recover ${name}`,
      note: name,
      request: {
        ...step.request,
        path: step.request.path.replace("rg-support", encodeURIComponent(name)),
      },
    })),
    subject: { ...recoverWithGroup.subject, name },
  });

  it.each(commandStyles)("stays a name as %s", (style) => {
    const { text } = renderPlan(plan(hostile), style, {
      commands,
      visible,
      remarks: [hostile],
    });
    expect(text).not.toMatch(/\u202e/);
    for (const line of text.split("\n").filter((one) => one.startsWith("#"))) {
      expect(line.replace(/^# ACCESS_TOKEN=.*$/, "")).not.toMatch(/[`'"$;|&<>\\!]/);
    }
    if (style === "azureCli") {
      const [run] = runInBash([text]);
      const names = run?.calls.map(({ arguments: words }) => words.find((w) => w.includes("x'")));
      expect(names).toEqual([hostile, hostile]);
      expect(run?.succeeded).toBe(true);
    }
  });

  it("that the Azure CLI would read as a file or an option goes into an address instead", () => {
    for (const name of ["@secret", "-o"]) {
      expect(started(rendered(plan(name), "azureCli").text).what[0]).toBe("az rest --method put");
    }
  });

  it("that no command line can carry is refused with a sentence", () => {
    const broken = plan("a\0b");
    expect(() => rendered(broken, "azureCli")).toThrow(UnquotableTextError);
    // In an address it is percent-encoded.
    expect(rendered(broken, "azRest").text).toContain("a%00b");
  });
});
