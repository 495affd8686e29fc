import { describe, expect, it } from "vitest";
import type { DenyPolicy, Scenario } from "../../simulator/scenario";
import { contosoFriday } from "../../simulator/scenarios/contosoFriday";
import { errorOf, json } from "./client";
import { useSimulator } from "./useSimulator";

const production = "aaaaaaaa-0000-4000-8000-000000000001";
const inProduction = `/subscriptions/${production}`;
const account = `${inProduction}/resourceGroups/rg-support/providers/Microsoft.CognitiveServices/accounts/aoai-support-prod?api-version=2025-06-01`;
const restore = { location: "swedencentral", properties: { restore: true } };
const group = `${inProduction}/resourceGroups/rg-new?api-version=2024-07-01`;

const needsTeam: DenyPolicy = {
  name: "6d22f71752114caabadf0a24",
  displayName: "Every resource has a team",
  definition: "Require a tag on resources",
  requiredTag: "team",
};

function under(...policies: readonly DenyPolicy[]): Scenario {
  return {
    ...contosoFriday,
    subscriptions: contosoFriday.subscriptions.map((described) =>
      described.id === production ? { ...described, policies } : described,
    ),
  };
}

describe("policies that deny", () => {
  const azure = useSimulator();

  it("refuse a recovery without the tag, although the deleted account has it", async () => {
    azure.simulator.reset(under(needsTeam));
    const answer = await azure.dana.send("PUT", account, restore);
    expect(answer.status).toBe(403);
    expect(errorOf(answer).message).toMatch(
      /^Resource 'aoai-support-prod' was disallowed by policy\. Policy identifiers: '\[\{"policyAssignment":\{"name":"Every resource has a team",/,
    );
    expect(json(answer)["error"]).toMatchObject({
      code: "RequestDisallowedByPolicy",
      target: "aoai-support-prod",
      additionalInfo: [
        {
          type: "PolicyViolation",
          info: {
            policyDefinitionDisplayName: "Require a tag on resources",
            policyDefinitionEffect: "deny",
            policyAssignmentName: "6d22f71752114caabadf0a24",
            policyAssignmentDisplayName: "Every resource has a team",
            policyAssignmentScope: inProduction,
            policyAssignmentId: `${inProduction}/providers/Microsoft.Authorization/policyAssignments/6d22f71752114caabadf0a24`,
            evaluationDetails: {
              evaluatedExpressions: [
                { expression: "type", expressionValue: "Microsoft.CognitiveServices/accounts" },
                { expression: "tags[team]", operator: "Exists", targetValue: "false" },
              ],
            },
          },
        },
      ],
    });
    const tagged = await azure.dana.send("PUT", account, { ...restore, tags: { Team: "support" } });
    expect(tagged.status).toBe(201);
  });

  it("spare resource groups unless they are meant for them", async () => {
    azure.simulator.reset(under(needsTeam));
    expect((await azure.dana.send("PUT", group, { location: "westeurope" })).status).toBe(201);
    azure.simulator.reset(
      under({ ...needsTeam, resourceType: "Microsoft.Resources/subscriptions/resourceGroups" }),
    );
    const refused = await azure.dana.send("PUT", group, { location: "westeurope" });
    expect(errorOf(refused).code).toBe("RequestDisallowedByPolicy");
    expect((await azure.dana.send("PUT", account, restore)).status).toBe(201);
  });

  it("come and go, and deny all in their group whatever its tags", async () => {
    azure.simulator.reset(under());
    const { policies } = azure.simulator.state.subscription(production) ?? {};
    policies?.assign({ name: "closed", displayName: "Closed", resourceGroup: "RG-support" });
    const tagged = { ...restore, tags: { team: "support" } };
    const refused = await azure.dana.send("PUT", account, tagged);
    expect(errorOf(refused).code).toBe("RequestDisallowedByPolicy");
    expect((await azure.dana.get(account)).status).toBe(404);
    policies?.remove("closed");
    expect((await azure.dana.send("PUT", account, tagged)).status).toBe(201);
  });

  it("do not reach other groups, other types, or what is deleted", async () => {
    azure.simulator.reset(
      under(
        { name: "one", displayName: "One", resourceGroup: "rg-payments" },
        { name: "two", displayName: "Two", resourceType: "Microsoft.KeyVault/vaults" },
      ),
    );
    expect((await azure.dana.send("PUT", account, restore)).status).toBe(201);
    const live = `${inProduction}/resourceGroups/rg-payments/providers/Microsoft.CognitiveServices/accounts/aoai-payments-prod?api-version=2025-06-01`;
    expect((await azure.dana.send("DELETE", live)).status).toBe(200);
  });
});
