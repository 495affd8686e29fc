import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorInBody, errorInText } from "../../../src/azure/errorBody";
import type { JsonValue } from "../../../src/base/json";

describe("the error in an ARM body", () => {
  const wrapped = { error: { code: "Conflict", message: "It conflicts." } };

  it.each<[string, JsonValue | undefined, { code?: string; message: string } | undefined]>([
    ["in its envelope", wrapped, wrapped.error],
    ["without the envelope", wrapped.error, wrapped.error],
    ["without a message", { error: { code: "Gone" } }, { code: "Gone", message: "Gone" }],
    [
      "inside a deployment's",
      {
        error: {
          code: "InvalidTemplateDeployment",
          message: "See inner errors.",
          details: [
            { message: "no code" },
            {
              code: "Outer",
              details: [{ code: "FlagMustBeSetForRestore", message: "An existing resource" }],
            },
          ],
        },
      },
      { code: "FlagMustBeSetForRestore", message: "An existing resource" },
    ],
    [
      "of App Service",
      {
        Code: "Conflict",
        Message: "Website with given name contoso already exists.",
        Target: null,
        Details: [
          { Message: "Website with given name contoso already exists." },
          { Code: "Conflict" },
        ],
        Innererror: null,
      },
      { code: "Conflict", message: "Website with given name contoso already exists." },
    ],
    [
      "of Azure Backup",
      {
        ErrorCode: "CloudInternalError",
        Message: { Language: "en-US", Value: "Wait a few minutes." },
      },
      { code: "CloudInternalError", message: "Wait a few minutes." },
    ],
    ["that is a sentence only", { message: "It conflicts." }, { message: "It conflicts." }],
    ["that is a JSON text", "Export x does not exist.", { message: "Export x does not exist." }],
    ["that is text", { error: "no" }, undefined],
    ["that is missing", undefined, undefined],
    ["of a list", [], undefined],
  ])("%s is found", (_, body, expected) => {
    expect(errorInBody(body)).toEqual(expected);
  });

  it("nested without end is still read to an end", () => {
    let body: JsonValue = { code: "Innermost" };
    for (let depth = 0; depth < 2000; depth += 1) {
      body = { code: `Level${String(depth)}`, details: [body] };
    }
    expect(errorInBody(body)?.code).toBe("Level1994");
  });

  it("never throws, whatever the body", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const found = errorInBody(body as JsonValue);
        expect(found?.code).not.toBe("");
      }),
    );
  });
});

describe("the error in a text", () => {
  it.each([
    ["You have exceeded the allowed rules.", "You have exceeded the allowed rules."],
    ["<!DOCTYPE HTML>\r\n<HTML><HEAD><TITLE>Service Unavailable</TITLE>", "Service Unavailable"],
    ["<html><body>no title</body></html>", undefined],
    ["  ", undefined],
  ])("%s", (text, expected) => {
    expect(errorInText(text)?.message).toBe(expected);
  });
});

describe("a policy that denies a request", () => {
  const scope = "/subscriptions/s/resourceGroups/MAIC-RG";
  const authorization = "/subscriptions/s/providers/Microsoft.Authorization";
  const name = "Enforce Jobs on Automation Hybrid Runbook Workers";
  const identifiers = (definition: string, assignment = definition): string =>
    `Resource 'Start_VMS' was disallowed by policy. Policy identifiers: '[{"policyAssignment":{"name":"${assignment}","id":"${authorization}/policyAssignments/a"},"policyDefinition":{"name":"${definition}","id":"${authorization}/policyDefinitions/d"}}]'.`;
  // As in learn.microsoft.com/azure/automation/enforce-job-execution-hybrid-worker
  const violation = {
    type: "PolicyViolation",
    info: {
      policyDefinitionDisplayName: name,
      evaluationDetails: { evaluatedExpressions: [{ result: "True", expression: "type" }] },
      policyDefinitionId: `${authorization}/policyDefinitions/4fdffd35`,
      policyDefinitionName: "4fdffd35",
      policyDefinitionEffect: "Deny",
      policyAssignmentId: `${scope}/providers/Microsoft.Authorization/policyAssignments/fd5e2cb3`,
      policyAssignmentName: "fd5e2cb3",
      policyAssignmentDisplayName: name,
      policyAssignmentScope: scope,
      policyAssignmentParameters: {},
    },
  };
  const code = "RequestDisallowedByPolicy";

  it("is named by its violation", () => {
    const error = { code, target: "Start_VMS", message: "no", additionalInfo: [violation] };
    expect(errorInBody({ error })?.policies).toEqual([name]);
  });

  it("is named wherever in the details its violation is, each policy once", () => {
    const info = {
      policyDefinitionDisplayName: "Require a tag on resource groups",
      policyAssignmentDisplayName: "[IAC] Require a department",
    };
    const other = { type: "PolicyViolation", info };
    const error = {
      code: "InvalidTemplateDeployment",
      message: "See details.",
      details: [
        { code, message: "no", additionalInfo: [{ type: "Other", info }, violation] },
        { code, message: "no", details: [{ code, additionalInfo: [other, violation] }] },
      ],
    };
    expect(errorInBody({ error })?.policies).toEqual([
      name,
      "Require a tag on resource groups ([IAC] Require a department)",
    ]);
  });

  it("without display names is named as Azure names it", () => {
    const info = { policyDefinitionName: "4fdffd35", policyAssignmentName: "fd5e2cb3" };
    const error = { code, message: "no", additionalInfo: [{ type: "PolicyViolation", info }] };
    expect(errorInBody({ error })?.policies).toEqual(["4fdffd35"]);
  });

  it.each([
    ["as it is", identifiers(name), [name]],
    ["with another name of the assignment", identifiers("Tags", "Ours"), ["Tags (Ours)"]],
    ["with its quotes escaped", identifiers(name).replaceAll('"', '\\"'), [name]],
    ["cut off", identifiers(name).slice(0, 90), undefined],
    ["without JSON", "Resource 'x' was disallowed by policy.", undefined],
    ["of something else", 'Failed: \'[{"policyDefinition":{"name":"x"}}]\'.', undefined],
  ])("is named by a message %s", (_, message, expected) => {
    expect(errorInBody({ error: { code, message } })?.policies).toEqual(expected);
  });
});
