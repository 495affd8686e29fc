import { describe, expect, it } from "vitest";
import { pathAndQuery } from "../../../src/azure/armRequest";
import { commandStyles, renderPlan } from "../../../src/features/copyCommand/renderPlan";
import { services } from "../../../src/services/index";
import type { PlanStep, Plan } from "../../../src/services/plan";
import { isRefusal } from "../../../src/services/service";
import { visible } from "../../../src/ui/text";
import { cases } from "../../catalogue/all";
import type { ExpectedCommands } from "../../catalogue/case";
import { readByPowershell, runInBash, type Call } from "../features/copyCommand/shells";
import { subjectOf, subscriptionId, tenantId } from "../services/samples";
import { described, readFrom } from "./reading";

const endpoint = "https://management.azure.com";
const commands = services.flatMap((service) => service.commands ?? []);

/** What the wait for a SQL server without soft delete looks for. */
const noRetention = '0\n"retentionDays": 0\n';

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
      { prints: noRetention, environment: { ACCESS_TOKEN: "a-token" } },
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

describe("the commands of Azure's own", () => {
  const first = plans.filter(([name]) => name.endsWith(" 0"));
  const documented = new Map<string, ExpectedCommands>(
    cases.flatMap(({ service, plans: { commands: expected = {} } }) =>
      Object.entries(expected).map(([action, styles]) => [`${action} ${service.id} 0`, styles]),
    ),
  );

  it("are those that Microsoft documents, for every first example", () => {
    expect(first.map(([name]) => name).sort()).toEqual([...documented.keys()].sort());
    const runs = runInBash(
      first.map(([, plan]) => rendered(plan, "azureCli").text),
      { prints: noRetention },
    );
    for (const [index, [name, plan]] of first.entries()) {
      const [azureCli = /^$/, powershell = /^$/] = documented.get(name) ?? [];
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
