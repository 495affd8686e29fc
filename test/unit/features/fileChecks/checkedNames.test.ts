import { describe, expect, it } from "vitest";
import { checkNames, type CheckedNames } from "../../../../src/features/fileChecks/checkedNames";
import { describeReason } from "../../../../src/features/fileChecks/reasons";
import { uniqueString } from "../../../../src/templates/evaluation/hash";
import { deployedWith } from "../../../../src/templates/together";
import { filesOf } from "../../templates/reading";
import { indexOf, subscriptionId } from "./deletedNames";

const token = uniqueString([`/subscriptions/${subscriptionId}`]);
const vault = (symbol: string, name: string, condition = ""): string =>
  `resource ${symbol} 'Microsoft.KeyVault/vaults@2023-07-01' = ${condition}{\n  name: ${name}\n}\n`;

const bicep = [
  "targetScope = 'subscription'",
  "param owner string",
  vault("taken", "'kv-taken'"),
  vault("free", "'kv-free'"),
  vault("tried", "'kv-${uniqueString(subscription().id)}'"),
  vault("possible", "'kv-of-${owner}'"),
  vault("unclear", "'kv-by-${owner}'"),
  vault("off", "'kv-off'", "if (false) "),
  vault("unknown", "owner"),
  "resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {\n  name: 'plan'\n}\n",
].join("\n");

async function check(
  texts: Readonly<Record<string, string>>,
  chosen?: string,
): Promise<CheckedNames> {
  const deployed = await deployedWith("/w/infra/main.bicep", filesOf(texts));
  const index = indexOf("keyVault kv-taken", `keyVault kv-${token}`, "keyVault kv-of-ops");
  return checkNames(deployed, new Set(["microsoft.keyvault/vaults"]), index, chosen);
}

describe("the names of a deployment", () => {
  it("are those of soft-deletable resources that are deployed, each with its state", async () => {
    const { names } = await check({ "/w/infra/main.bicep": bicep });
    expect(
      names.map(
        ({ name, state, reason }) =>
          `${name ?? "?"} ${state}${reason === undefined ? "" : ` ${describeReason(reason)}`}`,
      ),
    ).toEqual([
      "kv-taken taken",
      "kv-free free",
      `kv-${token} taken The name depends on the subscription.`,
      'kv-of-* possible "owner" has no value.',
      'kv-by-* unknown "owner" has no value.',
      '? unknown "owner" has no value.',
    ]);
  });

  it("say what they were computed with", async () => {
    const azd = {
      "/w/azure.yaml": "name: x\n",
      "/w/infra/main.bicep": bicep,
      "/w/.azure/dev/.env": `AZURE_ENV_NAME=dev\nAZURE_LOCATION=westus\nAZURE_SUBSCRIPTION_ID=${subscriptionId}\n`,
    };
    const { names, assumed } = await check(azd);
    expect(assumed).toEqual({ environment: "dev", location: "westus", subscriptionId });
    expect(names[2]).toMatchObject({ name: `kv-${token}`, state: "taken", reason: undefined });
  });

  it("are computed for the subscription that was chosen", async () => {
    const other = "00000000-0000-0000-0000-000000000000";
    const { names, assumed } = await check({ "/w/infra/main.bicep": bicep }, other);
    expect(assumed.subscriptionId).toBe(other);
    expect([names[2]?.name, names[2]?.state]).toEqual([
      `kv-${uniqueString([`/subscriptions/${other}`])}`,
      "free",
    ]);
  });
});
