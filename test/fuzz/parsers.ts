import { expect } from "vitest";
import { toCloud } from "../../src/account/cloud";
import { credentialKinds, toCredentialKind } from "../../src/account/credentialKind";
import { readJwt } from "../../src/account/jwt";
import { parseFilter } from "../../src/account/subscriptionFilter";
import { toWwwAuthenticate } from "../../src/account/claimsChallenge";
import { bodyIn } from "../../src/azure/activityWrites";
import { callerIn, activityLogEventIn } from "../../src/azure/activityLogEvent";
import { usablePath } from "../../src/azure/armRequest";
import { partsOf } from "../../src/azure/embeddedJson";
import { errorInBody } from "../../src/azure/errorBody";
import { ArmError, missingPermission, type ArmFailure } from "../../src/azure/errors";
import type { JsonValue } from "../../src/base/json";
import { forbids, readLock } from "../../src/azure/locks";
import { nextProgress, startProgress } from "../../src/azure/longRunning";
import { grants, readPermission } from "../../src/azure/permissions";
import { readProviders } from "../../src/azure/providers";
import { readable } from "../../src/azure/readable";
import { queryGraph } from "../../src/azure/resourceGraph";
import { canonicalId, parseResourceId } from "../../src/azure/resourceId";
import { LoggedDeletions } from "../../src/deletionHistory/loggedDeletions";
import { explain } from "../unit/services/explain";
import { services } from "../../src/services/index";
import { toInstant } from "../../src/services/deletedResource";
import { readMessage } from "../../src/ui/purgeConfirmation/messages";
import { mutated, mutatedText } from "./mutate";
import type { Random } from "./random";
import type { ArmResponse } from "../../src/azure/armResponse";

const id =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv";

export function ids(random: Random): void {
  const text = mutatedText(id, random);
  const parsed = parseResourceId(text);
  expect(parsed?.subscriptionId).not.toBe("");
  expect(canonicalId(canonicalId(text))).toBe(canonicalId(text));
  const path = usablePath(text);
  if (path !== undefined) {
    expect(new URL(path, "https://management.azure.com").pathname).toBe(path);
  }
}

export function instants(random: Random): void {
  const text = mutatedText(
    random.of([
      "2026-07-01T10:11:12.1234567Z",
      "Wed, 01 Jul 2026 10:11:12 GMT",
      "7/1/2026 10:11:12 AM",
    ]),
    random,
  );
  const instant = toInstant(text);
  expect(instant === undefined || new Date(instant).toISOString() === instant).toBe(true);
}

const errorBodies: readonly JsonValue[] = [
  {
    error: {
      code: "InvalidTemplateDeployment",
      message: "See details.",
      details: [
        {
          code: "RequestDisallowedByPolicy",
          message:
            'Resource \'x\' was disallowed by policy. Policy identifiers: \'[{"policyAssignment":{"name":"Tags","id":"/a"},"policyDefinition":{"name":"Require","id":"/b"}}]\'.',
          additionalInfo: [
            {
              type: "PolicyViolation",
              info: { policyDefinitionDisplayName: "Require a tag", policyAssignmentName: "a" },
            },
          ],
        },
      ],
    },
  },
  {
    code: "AuthorizationFailed",
    message:
      "The client 'a' does not have authorization to perform action 'b/c' over scope '/d' or the scope is invalid.",
  },
  {
    error: {
      code: "Conflict",
      message: '{"error":{"code":"Inner","message":"at a.b(c.cs:line 1)"}}',
    },
  },
];

export function errors(random: Random): void {
  const found = errorInBody(mutated(random.of(errorBodies), random));
  const failure: ArmFailure = {
    kind: "refused",
    method: "DELETE",
    path: "/subscriptions/s",
    status: random.of([400, 401, 403, 404, 409, 412, 429, 500]),
    message: "status",
    ...found,
  };
  expectSentence(explain(random.of(services).id, failure));
  missingPermission(failure);
}

function expectSentence(sentence: string): void {
  expect(sentence.length).toBeGreaterThan(10);
  expect(sentence.length).toBeLessThan(1500);
  expect(sentence).not.toMatch(/\p{Cc}|\[object \w+\]/u);
}

export function messages(random: Random): void {
  const text = mutatedText(
    'Policy identifiers: \'[{"policyAssignment":{"name":"x"}}]\'. \\r\\n   at System.Foo.Bar(String a) in c:\\x.cs:line 12 {"message":"inner"}',
    random,
  );
  expect(partsOf(text).length).toBeLessThan(2 * text.length + 2);
  const read = readable(text, 200);
  expect(read.length).toBeLessThanOrEqual(200);
  expect(read).not.toMatch(/[\r\n]/);
}

const event: JsonValue = {
  caller: "dana@contoso.example",
  claims: { appid: "a", "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "dana" },
  correlationId: "c",
  eventTimestamp: "2026-07-01T10:11:12.123Z",
  operationName: { value: "Microsoft.KeyVault/vaults/delete" },
  resourceId: id,
  status: { value: "Succeeded" },
  properties: { requestbody: '{"properties":{"a":1}}' },
};

export function events(random: Random): void {
  const one = mutated(event, random);
  const found = activityLogEventIn(one);
  expect(found === undefined || Number.isFinite(found.at)).toBe(true);
  expect(callerIn(one)?.value).not.toBe("");
  bodyIn(one);
  new LoggedDeletions().add([one, event]);
}

const provider: JsonValue = {
  namespace: "Microsoft.KeyVault",
  registrationState: "Registered",
  resourceTypes: [
    { resourceType: "vaults", locations: ["West Europe"], apiVersions: ["2026-02-01"] },
  ],
};

export async function providers(random: Random): Promise<void> {
  const list = await readProviders(
    { list: async (_, onPage) => onPage([mutated(provider, random), mutated(provider, random)]) },
    "s",
    ["Microsoft.KeyVault"],
  );
  list.isRegistered("Microsoft.KeyVault");
  for (const region of list.regions("Microsoft.KeyVault", "vaults")) {
    expect(region).toMatch(/^[^\sA-Z]+$/u);
  }
  list.apiVersions("Microsoft.KeyVault", "vaults");
}

const permission: JsonValue = {
  actions: ["Microsoft.KeyVault/*/read", "*"],
  notActions: ["Microsoft.Authorization/*/Delete"],
};
const lock: JsonValue = {
  id: `${id}/providers/Microsoft.Authorization/locks/l`,
  name: "l",
  properties: { level: "CanNotDelete" },
};

export function rights(random: Random): void {
  const held = readPermission(mutated(permission, random));
  grants([held], "Microsoft.KeyVault/vaults/delete");
  const found = readLock(mutated(lock, random));
  if (found !== undefined) {
    forbids(found, { method: "DELETE", path: mutatedText(id, random) });
  }
}

/** Only what says what it could not read may be thrown on the way up. */
async function orArmError(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(ArmError);
    expectSentence(explain(undefined, (error as ArmError).failure));
  }
}

function answer(status: number, body: JsonValue, headers: Record<string, string>): ArmResponse {
  return {
    status,
    body,
    headers,
    correlationId: undefined,
    retryAfterSeconds: undefined,
    request: { method: "DELETE", path: id },
  };
}

export async function progress(random: Random): Promise<void> {
  const body = mutated({ status: "InProgress", error: { code: "c", message: "m" } }, random);
  const status = random.of([200, 201, 202, 204, 206]);
  const address = mutatedText(`https://management.azure.com${id}?a=b`, random);
  const headers = random.of([
    {},
    { location: address },
    { "azure-asyncoperation": address, location: address },
  ]);
  await orArmError(() => startProgress(answer(status, body, headers)));
  const via = random.of(["Azure-AsyncOperation", "Location"] as const);
  await orArmError(() =>
    nextProgress({ via, url: address, waitSeconds: 1 }, answer(status, body, headers)),
  );
}

export async function graph(random: Random): Promise<void> {
  const page = mutated(
    { data: [{ id }, { id }], $skipToken: "t", resultTruncated: "false" },
    random,
  );
  let asked = 0;
  await orArmError(() =>
    queryGraph(
      {
        send: async () => {
          asked += 1;
          return answer(200, page, {});
        },
      },
      "resources",
      ["s"],
      () => undefined,
    ),
  );
  expect(asked).toBeLessThan(4);
}

export function pageMessages(random: Random): void {
  const message = mutated({ type: "confirm", page: "p1", typed: "kv-prod" }, random);
  const read = readMessage(message);
  if (read?.type === "confirm") {
    expect(Object.keys(read).toSorted()).toEqual(["page", "type", "typed"]);
    expect([typeof read.page, typeof read.typed]).toEqual(["string", "string"]);
    expect((message as { readonly type: string }).type).toBe("confirm");
  }
}

const tenant = "11111111-1111-4111-8111-111111111111";
const customCloud = {
  name: "Custom",
  isCustomCloud: true,
  portalUrl: "https://portal.azure.com/",
  managementEndpointUrl: "https://management.azure.com/",
  resourceManagerEndpointUrl: "https://management.azure.com/",
  activeDirectoryEndpointUrl: "https://login.example/",
};

export function settings(random: Random): void {
  const filter = parseFilter(mutated([`${tenant}/${tenant}`, `${tenant}/${tenant}`], random));
  for (const { tenantId, subscriptionId } of filter.selected) {
    expect([tenantId.length, subscriptionId.length]).toEqual([36, 36]);
  }
  expect(credentialKinds).toContain(toCredentialKind(mutated("azureCli", random)));
  const resourceManagerEndpointUrl = mutatedText(customCloud.resourceManagerEndpointUrl, random);
  try {
    const { armEndpoint } = toCloud({ ...customCloud, resourceManagerEndpointUrl });
    expect(new URL(armEndpoint).protocol).toBe("https:");
  } catch (error) {
    expect(String(error)).toContain("isn't an HTTPS address");
  }
}

const token = `${Buffer.from("{}").toString("base64url")}.${Buffer.from(JSON.stringify({ exp: 1_800_000_000, tid: tenant })).toString("base64url")}.x`;

export function tokens(random: Random): void {
  const { expiresAt } = readJwt(mutatedText(token, random));
  expect(expiresAt === undefined || Number.isFinite(expiresAt)).toBe(true);
  expect(toWwwAuthenticate(mutatedText('{"access_token":{}}', random))).toMatch(
    /^Bearer error="insufficient_claims", claims="[\w+/=]*"$/,
  );
}
