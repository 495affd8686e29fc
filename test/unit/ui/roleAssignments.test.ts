import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  roleAssignmentCommand,
  roleAssignments,
  type MissingRole,
} from "../../../src/ui/roleAssignments";
import { anyCharacter } from "../azure/arbitraries";

const role = "Key Vault Contributor";
const account = "dana@contoso.example";

function missing(group: string): MissingRole {
  return { missing: { role, scope: `/subscriptions/s/resourceGroups/${group}` }, account };
}

describe("what can be copied for roles that are missing", () => {
  it("is one command for each, and nothing more to say", () => {
    const { commands, remark } = roleAssignments([missing("a"), missing("b"), missing("a")]);
    expect(commands).toEqual([
      expect.stringContaining('/resourceGroups/a"'),
      expect.stringContaining('/resourceGroups/b"'),
    ]);
    expect(remark).toBe("");
    expect(roleAssignments([])).toEqual({ commands: [], remark: "" });
  });

  it("leaves out what cannot be quoted for a shell, and says which and what to do", () => {
    const { commands, remark } = roleAssignments([missing("a"), missing("$(b)")]);
    expect(commands).toHaveLength(1);
    expect(remark).toContain(role);
    expect(remark).toContain('"/subscriptions/s/resourceGroups/$(b)"');
    expect(remark).toMatch(
      /" contains characters with a special meaning in a shell\. Assign the role in the Azure portal\.$/,
    );
  });
});

const scope = "/subscriptions/0-1/resourceGroups/rg-a(b).c_d";

describe("the command that assigns a role", () => {
  it("names who, which role and where, in quotes that Bash and PowerShell share", () => {
    expect(roleAssignmentCommand({ role, scope }, "dana@contoso.example")).toBe(
      `az role assignment create --assignee "dana@contoso.example" --scope "${scope}" --role "${role}"`,
    );
  });

  it.each([undefined, "Dana Demo", "$(whoami)@x", "a@b`c"])(
    "leaves a gap for who is signed in as %j",
    (account) => {
      expect(roleAssignmentCommand({ role, scope }, account)).toContain(
        '--assignee "<object ID or user name>"',
      );
    },
  );

  it("is not made of anything that a shell would read", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: anyCharacter }), (account, name) => {
        const command = roleAssignmentCommand({ role, scope: `${scope}${name}` }, account);
        expect(command?.replaceAll(/"[^"$`\\\n\r!]*"/g, "")).toSatisfy(
          (rest: string | undefined) =>
            rest === undefined || rest === "az role assignment create --assignee  --scope  --role ",
        );
      }),
    );
  });
});
